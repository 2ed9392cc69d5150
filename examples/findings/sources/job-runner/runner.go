// Package runner runs the jobs that teams put into the queue.
package runner

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// Job is one piece of work: a tool from the list and what it works on.
type Job struct {
	ID     int64
	Team   string
	Tool   string
	Target string
	Limit  time.Duration
}

// Result is what a job wrote and how it ended.
type Result struct {
	Output []byte
	Failed bool
}

var tools = map[string]string{
	"count":    "wc -l",
	"checksum": "sha256sum",
	"pack":     "gzip -k",
}

var errUnknownTool = errors.New("unknown tool")

// Run runs a job and gives its output, at most 64 KiB.
func Run(ctx context.Context, job Job) (Result, error) {
	tool, ok := tools[job.Tool]
	if !ok {
		return Result{}, fmt.Errorf("%w: %q", errUnknownTool, job.Tool)
	}
	limit := job.Limit
	if limit <= 0 || limit > time.Hour {
		limit = time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	line := fmt.Sprintf("%s /srv/teams/%s/%s", tool, job.Team, job.Target)
	output, err := exec.CommandContext(ctx, "/bin/sh", "-c", line).CombinedOutput()
	if len(output) > 64<<10 {
		output = output[:64<<10]
	}
	return Result{Output: output, Failed: err != nil}, nil
}
