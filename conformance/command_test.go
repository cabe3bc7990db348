package conformance

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"
)

// command builds and starts the server as its users do, and returns its
// address.
func command(t *testing.T, args ...string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "tagdex")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./cmd/tagdex")
	build.Dir = ".."
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))

	serve := exec.Command(binary, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	stdout, err := serve.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, serve.Start())
	t.Cleanup(func() {
		require.NoError(t, serve.Process.Signal(syscall.SIGTERM))
		_, _ = io.Copy(io.Discard, stdout)
		require.NoError(t, serve.Wait())
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(strings.TrimPrefix(line, "listening on "))
}

// TestCommand: the client against the command, with a key file and without.
func TestCommand(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	file := fmt.Sprintf(`{"credentials":[{"name":"r","role":"read","projects":["default"],"access_key":%q,"secret_key":%q}]}`, reader, secretOf(reader))
	require.NoError(t, os.WriteFile(name, []byte(file), 0o600))
	count := model.ListImageByTagsRequestBody{Action: actions.COUNT, WithoutAnyTag: ptr(true)}

	address := command(t, "--keys", name)
	answer, err := query(client(t, address, reader, "default", nil), count)
	require.NoError(t, err)
	require.Equal(t, int32(24), *answer.TotalCount)
	_, err = query(client(t, address, reader, "other", nil), count)
	requireFault(t, err, 403, "IMG.0026", "project")
	_, err = query(client(t, address, writer, "default", nil), count)
	requireUnknown(t, err)

	open := command(t)
	answer, err = query(client(t, open, writer, "default", nil), count)
	require.NoError(t, err, "nobody looks at the signature")
	require.Equal(t, int32(24), *answer.TotalCount)
}
