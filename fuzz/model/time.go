package model

import (
	"math/big"
	"regexp"
	"strings"
	"time"
)

// moment is what a time looks like (SEMANTICS section 2, numbers and times).
var moment = regexp.MustCompile(
	`^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ]([0-9]{2}:[0-9]{2}:)([0-9]{2})(?:\.([0-9]+))?([Zz]|[+-]([0-9]{2}):([0-9]{2}))?)?$`)

// Time is the time that a text is, in microseconds since 1970.
func Time(text string) (*big.Rat, bool) {
	parts := moment.FindStringSubmatch(text)
	if parts == nil {
		return nil, false
	}
	date, clock, second, fraction, zone := parts[1], parts[2], parts[3], parts[4], strings.ToUpper(parts[5])
	if clock == "" {
		clock, second = "00:00:", "00"
	}
	if zone == "" {
		zone = "Z"
	}
	if zone != "Z" && (parts[6] > "23" || parts[7] > "59") {
		return nil, false
	}
	leap := second == "60"
	if leap {
		second = "59"
	}
	at, err := time.Parse(time.RFC3339, date+"T"+clock+second+zone)
	if err != nil {
		return nil, false
	}
	at = at.UTC()
	if leap {
		at = at.Add(time.Second)
		if at.Format("02 15:04:05") != "01 00:00:00" {
			return nil, false
		}
	}
	micro, _ := new(big.Int).SetString((fraction + "000000")[:6], 10)
	micro.Add(micro, new(big.Int).Mul(big.NewInt(at.Unix()), big.NewInt(1_000_000)))
	return new(big.Rat).SetInt(micro), at.Year() >= 0 && at.Year() <= 9999
}
