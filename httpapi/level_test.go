package httpapi

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLevels pins the level of each answer's line.
func TestLevels(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		status int
		cause  error
		want   slog.Level
	}{
		{200, nil, slog.LevelDebug},
		{204, nil, slog.LevelDebug},
		{399, nil, slog.LevelDebug},
		{200, broken, slog.LevelWarn}, // begun, and cut off
		{400, nil, slog.LevelInfo},
		{400, broken, slog.LevelInfo},
		{401, broken, slog.LevelInfo},
		{499, nil, slog.LevelInfo},
		{500, nil, slog.LevelError},
		{500, broken, slog.LevelError},
		{503, nil, slog.LevelWarn},
		{503, broken, slog.LevelWarn},
		{507, broken, slog.LevelError},
		{0, nil, slog.LevelError}, // nothing was answered
		{0, broken, slog.LevelError},
		{200, fmt.Errorf("wrapped: %w", panicError("p")), slog.LevelError},
		{400, panicError("p"), slog.LevelError},
	} {
		require.Equal(t, c.want, levelOf(c.status, c.cause), "%d %v", c.status, c.cause)
	}
}
