package figures

import (
	"bufio"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// Here describes the machine. What it cannot find out is "unknown", or 0.
func Here() Machine {
	m := Machine{
		System: runtime.GOOS + "/" + runtime.GOARCH,
		CPU:    field("/proc/cpuinfo", "model name"),
		Cores:  runtime.GOMAXPROCS(0),
	}
	if m.CPU == "" {
		m.CPU = "unknown processor"
	}
	amount, isKB := strings.CutSuffix(field("/proc/meminfo", "MemTotal"), " kB")
	if n, err := strconv.ParseUint(amount, 10, 54); err == nil && isKB {
		m.Memory = n << 10
	}
	return m
}

// field is the value of the first line "name: value" of a file, or "".
func field(file, name string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), ":")
		if strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// Commit is what git says is checked out in the current directory, with
// "+ changes" where files differ from it.
func Commit() string {
	head, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	commit := strings.TrimSpace(string(head))
	if changed, err := exec.Command("git", "status", "--porcelain", "--untracked-files=no").Output(); err == nil && len(changed) > 0 {
		commit += " + changes"
	}
	return commit
}
