package datafile

import (
	"strings"

	"github.com/tagdex/tagdex/internal/scalar"
)

// machines are the architectures by the names that clouds have for them, in
// the words of the list call.
var machines = map[string]struct{ name, bits string }{
	"x86_64":     {"x86", "64"},
	"x86_64_mac": {"x86", "64"},
	"X86_64":     {"x86", "64"},
	"x64":        {"x86", "64"},
	"amd64":      {"x86", "64"},
	"i386":       {"x86", "32"},
	"i686":       {"x86", "32"},
	"arm64":      {"arm", "64"},
	"arm64_mac":  {"arm", "64"},
	"ARM64":      {"arm", "64"},
	"Arm64":      {"arm", "64"},
	"aarch64":    {"arm", "64"},
}

// platforms are the values of __platform with the words that give them away,
// the more particular ones first.
var platforms = []struct{ word, platform string }{
	{"windows", "Windows"},
	{"ubuntu", "Ubuntu"},
	{"red hat", "RedHat"},
	{"rhel", "RedHat"},
	{"opensuse", "OpenSUSE"},
	{"suse", "SUSE"},
	{"centos", "CentOS"},
	{"debian", "Debian"},
	{"oracle linux", "Oracle Linux"},
	{"fedora", "Fedora"},
	{"coreos", "CoreOS"},
	{"euleros", "EulerOS"},
}

// platformIn goes by what the image says of its platform, then by its name; ""
// where nothing gives it away.
func platformIn(texts ...string) string {
	for _, text := range texts {
		text = strings.ToLower(text)
		for _, p := range platforms {
			if strings.Contains(text, p.word) {
				return p.platform
			}
		}
	}
	return ""
}

func osType(windows bool) string {
	if windows {
		return "Windows"
	}
	return "Linux"
}

// translate is the list call's word for another's; one that has none is kept.
func translate(words map[string]string, word string) string {
	if w, ok := words[word]; ok {
		return w
	}
	return word
}

// seconds writes a time the way the list call does. What is none stays as it
// is, so that it is found as text and counted as no time.
func seconds(text string) string {
	at, ok := scalar.ParseTime(text)
	if !ok {
		return text
	}
	return string(scalar.AppendTime(nil, at))
}
