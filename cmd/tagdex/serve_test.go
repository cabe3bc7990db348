package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// process is the command, running.
type process struct {
	*exec.Cmd
	stdout *bufio.Reader
	stderr *os.File // see complaint
	url    string   // once it serves
}

// complaint is what it wrote to standard error up to now.
func (p *process) complaint() string {
	text, err := os.ReadFile(p.stderr.Name())
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// start starts the command.
func start(t *testing.T, stdin io.Reader, args ...string) *process {
	t.Helper()
	stderr, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	require.NoError(t, err)
	defer stderr.Close()
	p := &process{Cmd: exec.Command("tagdex", args...), stderr: stderr}
	p.Cmd.Stdin, p.Cmd.Stderr = stdin, stderr
	stdout, err := p.StdoutPipe()
	require.NoError(t, err)
	p.stdout = bufio.NewReader(stdout)
	require.NoError(t, p.Start())
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// serving starts a server on a free port and waits until it serves.
func serving(t *testing.T, args ...string) *process {
	t.Helper()
	p := start(t, nil, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	line, err := p.stdout.ReadString('\n')
	require.NoError(t, err, p.complaint())
	require.Regexp(t, `^listening on http://127\.0\.0\.1:[1-9][0-9]*\n$`, line)
	p.url = strings.TrimSpace(strings.TrimPrefix(line, "listening on "))
	return p
}

// end sends the signal and returns the exit status and the rest of standard
// output.
func (p *process) end(t *testing.T, signal os.Signal) (int, string) {
	t.Helper()
	require.NoError(t, p.Process.Signal(signal))
	rest, err := io.ReadAll(p.stdout)
	require.NoError(t, err)
	_ = p.Wait()
	return p.ProcessState.ExitCode(), string(rest)
}

func (p *process) post(t *testing.T, path, body string) (int, string) {
	t.Helper()
	answer, err := http.Post(p.url+path, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

func TestServe(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			p := serving(t)
			answer, err := http.Get(p.url + "/healthz")
			require.NoError(t, err)
			answer.Body.Close()
			require.Equal(t, http.StatusOK, answer.StatusCode)

			status, body := p.post(t, "/v2/default/images/resource_instances/action", `{"action":"count","tags":[{"key":"os","values":["Ubuntu"]},{"key":"arch","values":["arm64"]}]}`)
			require.Equal(t, http.StatusOK, status)
			require.Equal(t, `{"total_count":5}`, body)
			status, body = p.post(t, "/v3/default/cts-tracker/resource-instances/filter", `{"sys_tags":[{"key":"_sys_enterprise_project_id","values":["0"]}]}`)
			require.Equal(t, http.StatusOK, status, body)
			require.Contains(t, body, `"resource_name":"system"`)

			code, rest := p.end(t, signal)
			require.Equal(t, 0, code, p.complaint())
			require.Empty(t, rest, "one line on standard output")
		})
	}
}

func TestServeData(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(`{"resource_id":"a"}`+"\n"+`{"resource_id":"b","project_id":"q"}`), 0o600))
	p := serving(t, "--data", path, "--project", "p", "--max-body", "100")
	require.Contains(t, p.complaint(), "msg=read file="+path+" as=jsonl resources=2 tags=0")
	for project, count := range map[string]int{"p": 1, "q": 1, "default": 0} {
		_, body := p.post(t, "/v2/"+project+"/images/resource_instances/action", `{"action":"count"}`)
		require.Equal(t, fmt.Sprintf(`{"total_count":%d}`, count), body, project)
	}
	answer, err := http.Get(p.url + "/v2/cloudimages")
	require.NoError(t, err)
	defer answer.Body.Close()
	images, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Contains(t, string(images), `"id":"a"`, "the project of --project is that of a path without one")
	require.NotContains(t, string(images), `"id":"b"`)
	status, _ := p.post(t, "/v2/p/images/resource_instances/action", `{"action":"count"}`+strings.Repeat(" ", 100))
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
	code, _ := p.end(t, syscall.SIGTERM)
	require.Equal(t, 0, code)
}

// A port in use is told before anything is loaded.
func TestServePortInUse(t *testing.T) {
	p := serving(t)
	second := start(t, nil, "serve", "--addr", strings.TrimPrefix(p.url, "http://"), "--data", "no-such-file")
	_ = second.Wait()
	require.Equal(t, 1, second.ProcessState.ExitCode())
	require.Contains(t, second.complaint(), "address already in use")
	code, _ := p.end(t, syscall.SIGTERM)
	require.Equal(t, 0, code)
}

// System tags are for the operator: on an address that others can reach,
// nobody is that without the flag.
func TestServeSystemTags(t *testing.T) {
	for _, tc := range []struct {
		args   []string
		status int
	}{
		{[]string{"--addr", "127.0.0.1:0"}, http.StatusOK},
		{[]string{"--addr", "0.0.0.0:0"}, http.StatusForbidden},
		{[]string{"--addr", "0.0.0.0:0", "--allow-system-tags"}, http.StatusOK},
	} {
		t.Run(strings.Join(tc.args, " "), func(t *testing.T) {
			p := start(t, nil, append([]string{"serve"}, tc.args...)...)
			line, err := p.stdout.ReadString('\n')
			require.NoError(t, err, p.complaint())
			port := line[strings.LastIndexByte(strings.TrimSpace(line), ':')+1:]
			p.url = "http://127.0.0.1:" + strings.TrimSpace(port)
			status, body := p.post(t, "/v3/default/cts-tracker/resource-instances/count", `{"sys_tags":[{"key":"_sys_x","values":[]}]}`)
			require.Equal(t, tc.status, status, body)
			code, _ := p.end(t, syscall.SIGTERM)
			require.Equal(t, 0, code)
		})
	}
}

// The first signal waits for the request that is on its way, the second does
// not.
func TestSecondSignal(t *testing.T) {
	p := serving(t)
	c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	require.NoError(t, err)
	defer c.Close()
	_, err = io.WriteString(c, "POST /v2/p/images/resource_instances/action HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n")
	require.NoError(t, err)
	line, err := bufio.NewReader(c).ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "100 Continue", "the handler waits for the body")

	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	require.NoError(t, p.Process.Signal(syscall.SIGTERM))
	select {
	case <-ended:
		t.Fatal("ended with a request on its way")
	case <-time.After(300 * time.Millisecond):
	}
	require.NoError(t, p.Process.Signal(syscall.SIGTERM))
	<-ended
	status, ok := p.ProcessState.Sys().(syscall.WaitStatus)
	require.True(t, ok)
	require.True(t, status.Signaled())
	require.Equal(t, syscall.SIGTERM, status.Signal())
}

// The end of a signal does not wait for input that never comes.
func TestInterruptedWhileLoading(t *testing.T) {
	for _, args := range [][]string{
		{"serve", "--addr", "127.0.0.1:0", "--data", "-"},
		{"query", "--data", "-", "all"},
	} {
		t.Run(args[0], func(t *testing.T) {
			in, feed := io.Pipe()
			defer feed.Close()
			p := start(t, in, args...)
			_, err := io.WriteString(feed, `{"resource_id":"a"}`+"\n")
			require.NoError(t, err)
			time.Sleep(100 * time.Millisecond) // so that the signal is waited for
			require.NoError(t, p.Process.Signal(os.Interrupt))
			state, err := p.Process.Wait()
			require.NoError(t, err)
			require.Equal(t, exitInterrupted, state.ExitCode())
		})
	}
}

func TestGenInterrupted(t *testing.T) {
	dir := t.TempDir()
	p := start(t, nil, "gen", "--n", "100000000", "--out", filepath.Join(dir, "out.gz"))
	require.Eventually(t, func() bool {
		entries, _ := os.ReadDir(dir)
		return len(entries) == 1
	}, 10*time.Second, time.Millisecond)
	code, _ := p.end(t, os.Interrupt)
	require.Equal(t, exitInterrupted, code)
	require.Contains(t, p.complaint(), "tagdex: interrupted")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries, "nothing is left behind")
}

// The vectors and the server are both ours; together they must agree.
func TestConformAgainstServe(t *testing.T) {
	data := filepath.Join(t.TempDir(), "conform.jsonl.gz")
	require.NoError(t, exec.Command("tagdex", "conform", "--write-data", data).Run())
	keys := filepath.Join(t.TempDir(), "keys.json")
	require.NoError(t, os.WriteFile(keys, []byte(`{"credentials":[{"name":"all","role":"operator","projects":"*","token":"`+firstToken+`"}]}`), 0o600))
	for name, tc := range map[string]struct{ serve, conform []string }{
		"default":  {nil, nil},
		"writable": {[]string{"--writable"}, nil},
		"keys":     {[]string{"--keys", keys}, []string{"--header", "Authorization: Bearer " + firstToken}},
		"options": {
			[]string{"--swapped-negation", "--key-length", "127", "--lenient-values", "--lenient-keys", "--refuse-empty-name", "--writable", "--strict", "--large-tags"},
			[]string{"--option", "swap_negation", "--option", "key_length_127,lenient_values,lenient_keys", "--option", "refuse_empty_name,large_tags,strict"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := serving(t, append(tc.serve, "--data", data)...)
			args := append([]string{"conform", "--option", "system_tags", p.url}, tc.conform...)
			out, err := exec.Command("tagdex", args...).CombinedOutput()
			require.NoError(t, err, string(out))
			require.Regexp(t, `all +[1-9][0-9]+ +0 +[0-9]+ +0`, string(out))
			code, _ := p.end(t, syscall.SIGTERM)
			require.Equal(t, 0, code)
		})
	}

	p := serving(t)
	out, err := exec.Command("tagdex", "conform", p.url).CombinedOutput()
	require.Error(t, err)
	require.Regexp(t, `does not hold the data that the vectors ask about: [0-9]+ data sets are missing`, string(out))
	p.end(t, syscall.SIGTERM)
}
