//go:build unix

package readme

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Where the page supposes the servers to listen: the first one, and the one
// with a key file.
const (
	pageAddress = "127.0.0.1:8080"
	keysAddress = "127.0.0.1:8081"
)

// entry is a command of a console block and the output shown under it.
type entry struct {
	command string
	output  string
}

// entries reads a console block: a line that begins with "$ " is a command,
// which goes on while a line ends with a backslash or a quote is open.
func entries(text string) []entry {
	var all []entry
	goesOn := false
	for line := range strings.Lines(text) {
		switch command, isCommand := strings.CutPrefix(line, "$ "); {
		case goesOn:
			all[len(all)-1].command += line
		case isCommand:
			all = append(all, entry{command: command})
		case len(all) > 0:
			all[len(all)-1].output += line
			continue
		default:
			continue
		}
		goesOn = strings.HasSuffix(line, "\\\n") || strings.Count(all[len(all)-1].command, "'")%2 == 1
	}
	return all
}

// TestConsole runs what the page shows in a console, against servers started
// by the page's own commands.
func TestConsole(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("SKIPPED: there is no curl, so the README's lines are not run")
	}
	address, withKeys := serve(t, serveCommand(t)), serve(t, keysCommand(t))
	here := strings.NewReplacer(pageAddress, address, keysAddress, withKeys)
	there := strings.NewReplacer(address, pageAddress, withKeys, keysAddress)
	for i := range only(t, "console") {
		b := only(t, "console")[i] // read again: an update moves what follows
		var now strings.Builder
		for _, e := range entries(b.text) {
			got := shell(t, here.Replace(e.command))
			if got = there.Replace(got); got != e.output && !*update {
				t.Errorf("$ %s\nprints\n%s\nbut %s shows\n%s", e.command, got, file, e.output)
			}
			now.WriteString("$ " + e.command + got)
		}
		rewrite(t, b, now.String())
	}
}

// shell runs a command as a user at the module's root would, and returns what
// the terminal shows.
func shell(t *testing.T, command string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Dir = root(t)
	out, err := cmd.CombinedOutput()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatalf("$ %s\ndoes not end", command)
	}
	if text := string(out); text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return string(out) + "\n"
}

// serveCommand is the page's command to start the server.
func serveCommand(t *testing.T) string {
	t.Helper()
	for line := range strings.Lines(only(t, "sh")[0].text) {
		command, _, _ := strings.Cut(line, "#")
		if strings.HasPrefix(command, "go run ") {
			return strings.TrimSpace(command)
		}
	}
	t.Fatalf("the first block of %s starts no server", file)
	return ""
}

// keysCommand is the page's command to start a server with a key file, which
// is the page's too.
func keysCommand(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(name, []byte(only(t, "json")[0].text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, b := range only(t, "sh") {
		for line := range strings.Lines(b.text) {
			if before, after, ok := strings.Cut(line, " --keys keys.json"); ok {
				return before + " --keys '" + name + "' " + strings.TrimSpace(after)
			}
		}
	}
	t.Fatalf("%s starts no server with a key file", file)
	return ""
}

// serve starts a server on a free port, waits until it listens, and has it
// ended by an interrupt after the test, which it must take well: the status of
// `go run` itself says nothing of that, but it prints that of its child unless
// that is 0.
func serve(t *testing.T, command string) (address string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", "exec "+command+" --addr 127.0.0.1:0")
	cmd.Dir = root(t)
	// A group of its own: `go run` ignores the interrupt, its child does not.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil {
			t.Error(err)
		}
		last := time.AfterFunc(30*time.Second, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		defer last.Stop()
		_ = cmd.Wait()
		if strings.Contains(complaint.String(), "exit status") || strings.Contains(complaint.String(), "signal:") {
			t.Errorf("the server did not end well:\n%s", complaint.String())
		}
	})
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("the server does not say where it listens: %v", err)
		}
		if address, ok := strings.CutPrefix(line, "listening on http://"); ok {
			go func() { _, _ = io.Copy(io.Discard, lines) }()
			return strings.TrimSpace(address)
		}
	}
}

// describeImages is a small answer of the call that the page pipes from.
const describeImages = `{"Images":[{"ImageId":"ami-0abc","Name":"mine-1","State":"available","Architecture":"arm64",` +
	`"Tags":[{"Key":"env","Value":"prod"}]},{"ImageId":"ami-0def","Name":"mine-2","State":"available"}]}`

// TestOwnImages runs the page's lines for the user's own images, with a
// stand-in for the cloud's command.
func TestOwnImages(t *testing.T) {
	bin := t.TempDir()
	write(t, bin, "answer.json", describeImages)
	script := "#!/bin/sh\nexec cat '" + filepath.Join(bin, "answer.json") + "'\n"
	if err := os.WriteFile(filepath.Join(bin, "aws"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	ran := 0
	for _, b := range only(t, "sh") {
		for line := range strings.Lines(b.text) {
			command, _, _ := strings.Cut(line, " #")
			if !strings.HasPrefix(command, "aws ") || strings.Contains(command, " serve ") {
				continue
			}
			ran++
			if got := shell(t, command); !strings.Contains(got, "ami-0abc") {
				t.Errorf("$ %s\nprints\n%s", command, got)
			}
		}
	}
	if ran == 0 {
		t.Errorf("%s shows no query of the user's own images", file)
	}
}

func TestEntries(t *testing.T) {
	got := entries("before\n$ one \\\n  more\nout 1\nout 2\n$ two 'a\nb'\nout\n")
	want := []entry{{"one \\\n  more\n", "out 1\nout 2\n"}, {"two 'a\nb'\n", "out\n"}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %q, want %q", got, want)
	}
}
