package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// right is the version of a person's rights that is in force, and the second at which it may be forgotten.
type right struct{ Rv, Until int64 }

// heard says how far the feed was followed.
type heard struct {
	Iat, AsOf, RightsAsOf int64
	Etag                  string
}

// logout is one that the bank does not know of yet. A token is kept only where there is no key to prove by.
type logout struct {
	Sub, Sid, Token string
	Everywhere      bool
	Until           int64
	Tries           int
}

// state is what has to outlive the process, in one file that is replaced as a whole. For one process; more need a database.
type state struct {
	lock sync.RWMutex
	path string
	// Sessions that are over, each with the second at which it may be forgotten.
	Ended     map[string]int64
	Rights    map[string]right
	Heard     heard
	DeletedTo int64
	Logouts   map[string]logout
	Services  []json.RawMessage
	Pensions  map[string]string
}

func loadState(folder string) (*state, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	s := &state{
		path: filepath.Join(folder, "state.json"), Ended: map[string]int64{}, Rights: map[string]right{},
		Logouts: map[string]logout{}, Services: []json.RawMessage{}, Pensions: map[string]string{},
	}
	data, err := os.ReadFile(s.path)
	if os.IsNotExist(err) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(data, s)
	}
	return s, err
}

// change stores all that the work changes together, before anybody is told of it.
func (s *state) change(work func()) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	work()
	now := time.Now().Unix()
	for sid, until := range s.Ended {
		if until <= now {
			delete(s.Ended, sid)
		}
	}
	for sub, known := range s.Rights {
		if known.Until <= now {
			delete(s.Rights, sub)
		}
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return s.replace(data)
}

func (s *state) replace(data []byte) error {
	file, err := os.OpenFile(s.path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Write(data); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return os.Rename(s.path+".new", s.path)
}

// read looks at the state while nobody changes it.
func (s *state) read(look func()) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	look()
}
