package main

import (
	"errors"
	"fmt"
	"log"
	"math"
	"regexp"
	"sync"
	"time"
)

const (
	feedPath     = "/.well-known/latchkey/revocations"
	feedWait     = 5 * time.Second
	longestFeed  = 53_000_000
	mostDeleted  = 10_000
	firstPause   = 50 * time.Millisecond
	longestPause = 2 * time.Second
)

var (
	etagForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	errFeed  = errors.New("the feed is not what the bank would write")
	lists    = []string{"ver", "rights", "deleted", "deleted_after", "deleted_to"}
	kinds    = map[string][]string{"heartbeat": nil, "set": {"as_of", "sids"}, "delta": {"as_of", "sids", "since"}}
)

// feed follows the bank's revocation feed: it believes only what the bank signed, and only what is newer.
type feed struct {
	service *service
	lock    sync.Mutex
	renewed time.Time
}

// message is one authentic answer.
type message struct {
	kind, etag       string
	iat, asOf, since int64
	sids             []string
	isSecond         bool
	rights           map[string]int64
	deleted          []string
	deletedAfter     int64
	deletedTo        int64
}

// rule: feed-age. It is the number of seconds since the question was asked whose answer was signed last.
func (f *feed) age() float64 {
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.renewed.IsZero() {
		return math.Inf(1)
	}
	return time.Since(f.renewed).Seconds()
}

// rule: feed-follow
func (f *feed) follow() {
	pause, fault := firstPause, ""
	for {
		if err := f.ask(); err == nil {
			pause, fault = firstPause, ""
		} else {
			if err.Error() != fault {
				log.Printf("the feed was not followed, asking again: %v", err)
			}
			fault = err.Error()
			if pause *= 2; pause > longestPause {
				pause = longestPause
			}
		}
		time.Sleep(pause)
	}
}

func (f *feed) ask() error {
	s := f.service
	var known heard
	var deletedTo int64
	s.state.read(func() { known, deletedTo = s.state.Heard, s.state.DeletedTo })
	// A clock that was set right leaves such a state behind: next to it every true answer would look old.
	latest := time.Now().Add(2 * skew * time.Second)
	if known.Iat > latest.Unix() || known.AsOf > latest.UnixMilli() || known.RightsAsOf > latest.UnixMilli() {
		known = heard{}
	}
	headers := map[string]string{"Accept": "application/jwt", "Prefer": fmt.Sprintf("wait=%d", int(feedWait.Seconds()))}
	path := fmt.Sprintf("%s?ver=2&deleted_after=%d", feedPath, deletedTo)
	if known.Etag != "" {
		headers["If-None-Match"] = `"` + known.Etag + `"`
		path += fmt.Sprintf("&since=%d&rights_since=%d", known.AsOf, known.RightsAsOf)
	}
	started := time.Now()
	status, data, err := s.ask(question{"GET", path, "", headers, longestFeed, feedWait + bankWithin})
	if err != nil {
		return err
	}
	if status != 200 {
		return fmt.Errorf("the bank answered %d", status)
	}
	// rule: feed-authentic
	members, err := s.keys.open(string(data), "revocations+jwt", longestFeed)
	if err != nil {
		return err
	}
	m, err := messageOf(members, s.issuer)
	if err != nil {
		return err
	}
	defer s.streams.wake()
	return s.state.change(func() {
		f.learn(m)
		s.state.Heard = f.step(m, known, started)
	})
}

// rule: feed-teaches. Sessions do not come back to life and rights only become newer, so what an authentic answer names counts,
// whatever else it is worth.
func (f *feed) learn(m *message) {
	until, state := time.Now().Unix()+f.service.tokenTTL+2*skew, f.service.state
	for _, sid := range m.sids {
		if until > state.Ended[sid] {
			state.Ended[sid] = until
		}
	}
	// rule: feed-rights
	for sub, rv := range m.rights {
		if known := state.Rights[sub].Rv; known > rv {
			rv = known
		}
		state.Rights[sub] = right{rv, until}
	}
}

// step says how far the feed is heard after this answer.
func (f *feed) step(m *message, known heard, started time.Time) heard {
	isHeartbeat := m.kind == "heartbeat"
	missed := known
	missed.Etag = ""
	// rule: feed-future
	if m.iat > time.Now().Unix()+skew || m.asOf > (m.iat+skew)*1000 {
		return known
	}
	// rule: feed-order
	if isHeartbeat && m.etag != known.Etag {
		return missed
	}
	if (isHeartbeat && m.iat < known.Iat) || (!isHeartbeat && m.asOf < known.AsOf) {
		return known
	}
	begins := known.AsOf
	if m.isSecond && known.RightsAsOf < begins {
		begins = known.RightsAsOf
	}
	if m.since > begins {
		return missed
	}
	after := known
	if m.iat > known.Iat {
		after.Iat = m.iat
		f.lock.Lock()
		f.renewed = started
		f.lock.Unlock()
	}
	if isHeartbeat {
		return after
	}
	after.AsOf, after.Etag = m.asOf, m.etag
	if m.isSecond {
		after.RightsAsOf = m.asOf
		f.remove(m)
	}
	return after
}

// rule: feed-deleted. The data goes together with the cursor, in one change of the state.
func (f *feed) remove(m *message) {
	state := f.service.state
	for _, sub := range m.deleted {
		delete(state.Pensions, sub)
	}
	// Nothing in between may have been left out.
	if m.deletedAfter <= state.DeletedTo {
		state.DeletedTo = m.deletedTo
	}
}

func messageOf(m map[string]any, issuer string) (*message, error) {
	kind, _ := m["kind"].(string)
	more, isKind := kinds[kind]
	_, isSecond := m["ver"]
	names := append([]string{"kind", "iss", "iat", "etag"}, more...)
	if isSecond && kind == "heartbeat" {
		names = append(names, "ver")
	} else if isSecond {
		names = append(names, lists...)
	}
	read := &message{
		kind: kind, isSecond: isSecond, etag: textOf(m["etag"], etagForm), iat: countOf(m["iat"]),
		sids: listOf(m["sids"], uuidForm), deleted: listOf(m["deleted"], uuidForm),
		deletedAfter: countOf(m["deleted_after"]), deletedTo: countOf(m["deleted_to"]),
	}
	isVersion := !isSecond || m["ver"] == int64(2)
	if !isKind || !hasExactly(m, names) || m["iss"] != issuer || !isVersion || read.iat < 1 || read.etag == "" {
		return nil, errFeed
	}
	if kind == "heartbeat" {
		return read, nil
	}
	read.asOf = countOf(m["as_of"])
	if kind == "delta" {
		read.since = countOf(m["since"])
	}
	if read.asOf < 1 || (kind == "delta" && read.since < 1) || read.sids == nil {
		return nil, errFeed
	}
	if !isSecond {
		return read, nil
	}
	read.rights = rightsOf(m["rights"])
	isRange := read.deletedAfter >= 0 && read.deletedTo >= read.deletedAfter
	if read.rights == nil || read.deleted == nil || len(read.deleted) > mostDeleted || !isRange {
		return nil, errFeed
	}
	return read, nil
}

// rightsOf is nil for anything but a list of [sub, rv].
func rightsOf(value any) map[string]int64 {
	list, is := value.([]any)
	if !is {
		return nil
	}
	rights := map[string]int64{}
	for _, one := range list {
		pair, is := one.([]any)
		if !is || len(pair) != 2 || textOf(pair[0], uuidForm) == "" || countOf(pair[1]) < 0 {
			return nil
		}
		sub, rv := pair[0].(string), pair[1].(int64)
		if rv >= rights[sub] {
			rights[sub] = rv
		}
	}
	return rights
}
