package scalar

import "time"

// The first and the last second that a time can be in, since 1970.
const (
	firstSecond = -62167219200
	lastSecond  = 253402300799
)

// The first and the last microsecond.
const (
	firstMicro = firstSecond * 1_000_000
	lastMicro  = lastSecond*1_000_000 + 999_999
)

// The ranks of the first and the last time that there is.
var (
	FirstTime = Rank{High: firstMicro}
	LastTime  = Rank{High: lastMicro}
)

// OfTime is the rank of the microsecond that t is in. An instant before the
// year 0000 or after 9999 is moved to the nearest that is not.
func OfTime(t time.Time) Rank {
	seconds := t.Unix()
	switch {
	case seconds < firstSecond:
		return FirstTime
	case seconds > lastSecond:
		return LastTime
	}
	return Rank{High: seconds*1_000_000 + int64(t.Nanosecond())/1_000}
}

// Time is the time at a rank, UTC.
func (r Rank) Time() time.Time { return time.UnixMicro(r.High).UTC() }

// AppendTime appends the canonical text of the time at a rank, such as
// 2024-01-31T10:00:00Z, with a fraction where it has one. Ranks that are not
// of a time are written as the nearest that is.
func AppendTime(dst []byte, r Rank) []byte {
	return time.UnixMicro(min(max(r.High, firstMicro), lastMicro)).UTC().AppendFormat(dst, "2006-01-02T15:04:05.999999Z")
}

// ParseTime reads a time: RFC 3339 in full, letters of either case and a space
// for the T; the same without a zone, which is UTC then; or a date alone, which
// is its first instant. Digits of a fraction behind the sixth play no part. A
// second 60 is a leap second, which only the last minute of a month of UTC can
// have, and the instant at which the next second begins. It reports false for
// every other text, and for an instant outside the years 0000 to 9999 of UTC.
func ParseTime(text string) (Rank, bool) {
	c := clock{rest: text, ok: true}
	year := c.digits(4)
	c.sign("-")
	month := c.digits(2)
	c.sign("-")
	day := c.digits(2)
	if c.rest == "" {
		return c.instant(year, month, day)
	}
	c.sign("Tt ")
	c.hour = c.digits(2)
	c.sign(":")
	c.minute = c.digits(2)
	c.sign(":")
	c.second = c.digits(2)
	c.fraction()
	c.zone()
	return c.instant(year, month, day)
}

// clock reads a time from left to right; ok turns false where the text goes
// another way.
type clock struct {
	rest string
	ok   bool

	hour, minute, second, micro int
	offset                      int // of the zone, in seconds
}

// digits reads n decimal digits.
func (c *clock) digits(n int) int {
	if len(c.rest) < n {
		c.ok = false
		return 0
	}
	number := 0
	for _, d := range []byte(c.rest[:n]) {
		if d < '0' || d > '9' {
			c.ok = false
		}
		number = number*10 + int(d-'0')
	}
	c.rest = c.rest[n:]
	return number
}

// sign reads one of some ASCII characters, and returns it.
func (c *clock) sign(allowed string) byte {
	if c.rest != "" {
		for _, sign := range []byte(allowed) {
			if c.rest[0] == sign {
				c.rest = c.rest[1:]
				return sign
			}
		}
	}
	c.ok = false
	return 0
}

// fraction reads a fraction of a second, if there is one.
func (c *clock) fraction() {
	if c.rest == "" || c.rest[0] != '.' {
		return
	}
	digits, rest := cutDigits(c.rest[1:])
	c.ok = c.ok && digits != ""
	for i := range 6 {
		c.micro *= 10
		if i < len(digits) {
			c.micro += int(digits[i] - '0')
		}
	}
	c.rest = rest
}

// zone reads what stands at the end: nothing, a Z or an offset.
func (c *clock) zone() {
	if c.rest == "" {
		return
	}
	sign := c.sign("Zz+-")
	if sign != '+' && sign != '-' {
		return
	}
	hours := c.digits(2)
	c.sign(":")
	minutes := c.digits(2)
	c.ok = c.ok && hours < 24 && minutes < 60
	if c.offset = hours*3600 + minutes*60; sign == '-' {
		c.offset = -c.offset
	}
}

// instant is the time that was read.
func (c *clock) instant(year, month, day int) (Rank, bool) {
	if !c.ok || c.rest != "" || month < 1 || month > 12 || day < 1 || c.hour > 23 || c.minute > 59 || c.second > 60 {
		return Rank{}, false
	}
	t := time.Date(year, time.Month(month), day, c.hour, c.minute, min(c.second, 59), 0, time.UTC)
	if t.Day() != day {
		return Rank{}, false // a 31st of April would be the 1st of May
	}
	t = t.Add(-time.Duration(c.offset) * time.Second)
	if c.second == 60 {
		if t = t.Add(time.Second); t.Day() != 1 || t.Hour() != 0 || t.Minute() != 0 {
			return Rank{}, false
		}
	}
	micro := t.Unix()*1_000_000 + int64(c.micro)
	return Rank{High: micro}, firstMicro <= micro && micro <= lastMicro
}
