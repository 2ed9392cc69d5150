package runner

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"time"
)

const maxSettings = 1 << 20

// Settings are read once at the start.
type Settings struct {
	Address string        `json:"address"`
	Workers int           `json:"workers"`
	Poll    time.Duration `json:"poll"`
}

// ReadSettings reads and checks a settings file.
func ReadSettings(path string) (Settings, error) {
	file, err := os.Open(path)
	if err != nil {
		return Settings{}, fmt.Errorf("settings: %w", err)
	}
	defer file.Close()
	settings := Settings{Workers: 4, Poll: 5 * time.Second}
	decoder := json.NewDecoder(io.LimitReader(file, maxSettings))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&settings); err != nil {
		return Settings{}, fmt.Errorf("settings %s: %w", path, err)
	}
	return settings, settings.check()
}

func (s Settings) check() error {
	address, err := url.Parse(s.Address)
	if err != nil || address.Scheme != "https" || address.Host == "" {
		return errors.New("settings: address must be a whole https address")
	}
	if s.Workers < 1 || s.Workers > 64 {
		return errors.New("settings: between 1 and 64 workers")
	}
	if s.Poll < time.Second {
		return errors.New("settings: poll at most once a second")
	}
	return nil
}
