package runner

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Store keeps jobs in the database.
type Store struct {
	db *sql.DB
}

// Add puts a job into the queue and gives its number.
func (s *Store) Add(ctx context.Context, job Job) (int64, error) {
	row := s.db.QueryRowContext(ctx,
		"INSERT INTO jobs (team, tool, target, state) VALUES ($1, $2, $3, 'waiting') RETURNING id",
		job.Team, job.Tool, job.Target)
	var id int64
	if err := row.Scan(&id); err != nil {
		return 0, fmt.Errorf("add job: %w", err)
	}
	return id, nil
}

// List gives the numbers of a team's jobs in any of the states.
func (s *Store) List(ctx context.Context, team string, states []string) ([]int64, error) {
	query := "SELECT id FROM jobs WHERE team = $1"
	if len(states) > 0 {
		query += fmt.Sprintf(" AND state IN ('%s')", strings.Join(states, "','"))
	}
	rows, err := s.db.QueryContext(ctx, query+" ORDER BY id DESC LIMIT 500", team)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("list jobs: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
