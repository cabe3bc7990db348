package postgres

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tagdex/tagdex/bench/measure"
)

//go:embed cluster.sh
var script string

// absent is the script's status where there is no server.
const absent = 3

// How long a server may take to begin, and to end by itself.
const (
	starting = 60 * time.Second
	stopping = 20 * time.Second
)

// cluster is a running server.
type cluster struct {
	folder string
	cmd    *exec.Cmd
	says   bytes.Buffer // to be read when it has ended
	ended  chan struct{}
}

// start starts a server in a temporary folder. Whatever the error, the cluster
// is to be stopped. The error is ErrAbsent where there is no server.
func start(ctx context.Context) (*cluster, *pgx.Conn, error) {
	c := &cluster{ended: make(chan struct{})}
	var err error
	if c.folder, err = os.MkdirTemp("", "tagdex-pg-"); err != nil {
		return c, nil, err
	}
	c.cmd = exec.Command("sh", "-s", c.folder)
	c.cmd.Stdin = strings.NewReader(script)
	c.cmd.Stderr = &c.says
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is ours to pass on
	if err := c.cmd.Start(); err != nil {
		c.cmd = nil
		return c, nil, fmt.Errorf("%w: %w", measure.ErrAbsent, err)
	}
	go func() {
		_ = c.cmd.Wait() // the status stays in the command
		close(c.ended)
	}()
	conn, err := c.connect(ctx)
	return c, conn, err
}

// connect tries until the server answers or ends.
func (c *cluster) connect(ctx context.Context) (*pgx.Conn, error) {
	ctx, stop := context.WithTimeout(ctx, starting)
	defer stop()
	const every = 100 * time.Millisecond
	for {
		conn, err := pgx.Connect(ctx, "host="+c.folder+" port=5432 user=postgres dbname=postgres sslmode=disable")
		if err == nil {
			return conn, nil
		}
		select {
		case <-c.ended:
			return nil, c.failure()
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), err)
		case <-time.After(every):
		}
	}
}

// failure is why the server has ended.
func (c *cluster) failure() error {
	said := strings.TrimSpace(c.says.String())
	if c.cmd.ProcessState.ExitCode() == absent {
		return fmt.Errorf("%w: %s", measure.ErrAbsent, said)
	}
	return fmt.Errorf("the server ended, %v: %s", c.cmd.ProcessState, said)
}

// stop ends the server and removes its folder.
func (c *cluster) stop() error {
	if c.cmd != nil {
		_ = c.cmd.Process.Signal(syscall.SIGINT) // it may have ended
		select {
		case <-c.ended:
		case <-time.After(stopping):
			_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
			<-c.ended
		}
	}
	if c.folder == "" {
		return nil
	}
	return os.RemoveAll(c.folder)
}
