package runner

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

const maxFile = 256 << 20

// Unpack lays the files of a team's archive out under dir and gives their number.
func Unpack(archive, dir string) (int, error) {
	reader, err := zip.OpenReader(archive)
	if err != nil {
		return 0, fmt.Errorf("open %s: %w", archive, err)
	}
	defer reader.Close()
	count := 0
	for _, entry := range reader.File {
		target := filepath.Join(dir, entry.Name)
		if entry.FileInfo().IsDir() {
			if err := os.MkdirAll(target, 0o750); err != nil {
				return count, err
			}
			continue
		}
		if err := writeEntry(entry, target); err != nil {
			return count, fmt.Errorf("unpack %s: %w", entry.Name, err)
		}
		count++
	}
	return count, nil
}

func writeEntry(entry *zip.File, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return err
	}
	source, err := entry.Open()
	if err != nil {
		return err
	}
	defer source.Close()
	file, err := os.OpenFile(target, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o640)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(file, io.LimitReader(source, maxFile))
	return err
}
