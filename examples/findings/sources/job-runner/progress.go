package runner

import (
	"sort"
	"time"
)

// Progress remembers what is running, for the status page.
type Progress struct {
	started map[int64]time.Time
	done    int
}

// NewProgress gives an empty one; workers share it.
func NewProgress() *Progress {
	return &Progress{started: make(map[int64]time.Time)}
}

// Begin notes that a worker took a job.
func (p *Progress) Begin(id int64) {
	p.started[id] = time.Now()
}

// End notes that a job ended.
func (p *Progress) End(id int64) {
	delete(p.started, id)
	p.done++
}

// Running gives the numbers of running jobs, the oldest first.
func (p *Progress) Running() []int64 {
	ids := make([]int64, 0, len(p.started))
	for id := range p.started {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return p.started[ids[i]].Before(p.started[ids[j]]) })
	return ids
}

// Work runs jobs from the channel with the given number of workers.
func Work(jobs <-chan Job, workers int, progress *Progress, run func(Job)) {
	for range workers {
		go func() {
			for job := range jobs {
				progress.Begin(job.ID)
				run(job)
				progress.End(job.ID)
			}
		}()
	}
}
