package query_test

import (
	"math"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// holds says whether e selects r, in the plainest way.
func holds(e query.Expr, r resource.Resource) bool {
	value, has := tagValue(r, e.Key())
	switch e.Op() {
	case query.OpAll:
		return true
	case query.OpNone:
		return false
	case query.OpTagged:
		return slices.ContainsFunc(r.Tags, func(t resource.Tag) bool { return !resource.IsSystem(t.Key) })
	case query.OpHas:
		return has
	case query.OpEq:
		return has && value == e.Value()
	case query.OpIn:
		return has && slices.Contains(e.Values(), value)
	case query.OpContains:
		return has && utf8.ValidString(e.Value()) && strings.Contains(value, e.Value())
	case query.OpNameContains:
		return utf8.ValidString(e.Value()) && strings.Contains(fold(r.Name), fold(e.Value()))
	case query.OpNamePrefix:
		return utf8.ValidString(e.Value()) && strings.HasPrefix(fold(r.Name), fold(e.Value()))
	case query.OpNameEquals:
		return r.Name == e.Value()
	case query.OpID:
		return r.ID == e.Value()
	case query.OpPropHas, query.OpPropEq, query.OpPropIn,
		query.OpPropLess, query.OpPropAtMost, query.OpPropMore, query.OpPropAtLeast:
		return holdsProperty(e, r)
	case query.OpNot:
		return !holds(e.Args()[0], r)
	case query.OpAnd:
		return !slices.ContainsFunc(e.Args(), func(arg query.Expr) bool { return !holds(arg, r) })
	case query.OpOr:
		return slices.ContainsFunc(e.Args(), func(arg query.Expr) bool { return holds(arg, r) })
	}
	panic("unknown kind of expression")
}

// holdsProperty is holds for a leaf about a property. Which text a property
// has is the model's business; here it is looked up.
func holdsProperty(e query.Expr, r resource.Resource) bool {
	p, there := propertiesOf[r.Detail][e.Key()]
	if !there {
		return false
	}
	switch e.Op() {
	case query.OpPropHas:
		return true
	case query.OpPropEq:
		return p.is(e.Value())
	case query.OpPropIn:
		return slices.ContainsFunc(e.Values(), p.is)
	}
	here, kind := measure(p.text)
	other, want := measure(e.Scalar().String())
	if kind != want {
		return false
	}
	switch c := here.Cmp(other); e.Op() {
	case query.OpPropLess:
		return c < 0
	case query.OpPropAtMost:
		return c <= 0
	case query.OpPropMore:
		return c > 0
	default:
		return c >= 0
	}
}

// property is what holds knows of one.
type property struct {
	text   string
	number bool // a JSON number
}

func text(s string) property { return property{text: s} }

func number(s string) property { return property{text: s, number: true} }

// is tells whether a property is equal to a text.
func (p property) is(text string) bool {
	if !p.number {
		return p.text == text
	}
	here, _ := measure(p.text)
	there, kind := measure(text)
	return kind == query.KindNumber && here.Cmp(there) == 0
}

var decimal = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$`)

// measure is the number or the time that a text is; of other texts the kind is
// KindText. It knows the times and the decimals of the universe.
func measure(text string) (*big.Rat, query.Kind) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		micro := big.NewInt(at.UnixMicro())
		return new(big.Rat).SetInt(micro), query.KindTime
	}
	if !decimal.MatchString(text) {
		return nil, query.KindText
	}
	n, _ := new(big.Rat).SetString(text)
	if !n.IsInt() || !n.Num().IsInt64() {
		f, _ := n.Float64()
		n.SetFloat64(f)
	}
	return n, query.KindNumber
}

// propertiesOf are the properties of the details in the universe.
var propertiesOf = map[string]map[string]property{
	"integer":  {"p": number("1")},
	"fraction": {"p": number("1.5"), "q": number("1")},
	"exponent": {"p": number("10e-1"), "q": text("1.0")},
	"larger":   {"p": number("2"), "q": number("9223372036854775807")},
	"least":    {"p": number("-9223372036854775808"), "": text("")},
	"most":     {"p": number("9223372036854775807"), "q": number("2")},
	"nearly":   {"p": number("9223372036854775806"), "q": text("9223372036854775807")},
	"huge":     {"p": number("1e300"), "q": number("-1e300")},
	"digits":   {"p": text("1"), "q": text("2")},
	"odd":      {"p": text("1.0"), "q": text("+1")},
	"time":     {"p": text("1970-01-01T00:00:01Z"), "q": text("1970-01-01T00:00:02Z")},
	"shifted":  {"p": text("1970-01-01T08:00:01.000001+08:00"), "q": text("1970-01-01T00:00:01.5Z")},
	"early":    {"p": text("0000-01-01T00:00:00Z")},
	"late":     {"p": text("9999-12-31T23:59:59.999999Z"), "q": number("1")},
	"text":     {"p": text("x")},
	"no digit": {"p": text("")},
}

func tagValue(r resource.Resource, key string) (string, bool) {
	for _, t := range r.Tags {
		if t.Key == key {
			return t.Value, true
		}
	}
	return "", false
}

// fold replaces each code point by the smallest one that Unicode's simple
// folding takes for the same.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, s)
}

// source makes choices from bytes. When they run out it chooses the first.
type source struct{ data []byte }

func (s *source) below(n int) int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b) % n
}

// words is what expressions are made of.
type words struct {
	keys, values, parts, names, ids func(*source) string

	properties, texts func(*source) string
	scalars           func(*source) query.Scalar
}

// expr makes an expression of a depth at most.
func (w words) expr(s *source, depth int) query.Expr {
	if depth > 0 {
		switch s.below(8) {
		case 1:
			return query.Not(w.expr(s, depth-1))
		case 2, 3:
			return query.And(w.exprs(s, depth-1)...)
		case 4, 5:
			return query.Or(w.exprs(s, depth-1)...)
		}
	}
	return w.leaf(s)
}

func (w words) exprs(s *source, depth int) []query.Expr {
	es := make([]query.Expr, s.below(5))
	for i := range es {
		es[i] = w.expr(s, depth)
	}
	return es
}

func (w words) leaf(s *source) query.Expr {
	switch s.below(20) {
	case 1:
		return query.All()
	case 2:
		return query.None()
	case 3:
		return query.Tagged()
	case 4:
		return query.Has(w.keys(s))
	case 5, 6:
		return query.Contains(w.keys(s), w.parts(s))
	case 7, 8:
		key, values := w.keys(s), make([]string, s.below(4))
		for i := range values {
			values[i] = w.values(s)
		}
		return query.In(key, values...)
	case 9:
		return query.NameContains(w.parts(s))
	case 10:
		return query.NamePrefix(w.parts(s))
	case 11:
		return query.NameEquals(w.names(s))
	case 12:
		return query.ID(w.ids(s))
	case 13, 14, 15, 16:
		return w.comparison(s)
	case 17:
		return query.PropEq(w.properties(s), w.texts(s))
	case 18:
		name, texts := w.properties(s), make([]string, s.below(4))
		for i := range texts {
			texts[i] = w.texts(s)
		}
		return query.PropIn(name, texts...)
	case 19:
		return query.PropHas(w.properties(s))
	}
	return query.Eq(w.keys(s), w.values(s))
}

func (w words) comparison(s *source) query.Expr {
	made := []func(string, query.Scalar) query.Expr{
		query.PropLess, query.PropAtMost, query.PropMore, query.PropAtLeast,
	}
	return made[s.below(4)](w.properties(s), w.scalars(s))
}

func oneOf(list ...string) func(*source) string {
	return func(s *source) string { return list[s.below(len(list))] }
}

// small is a vocabulary in which expressions meet each other, and resources:
// universe holds every resource that can be made of it.
var small = words{
	keys:   oneOf("a", "a", "a", "b", "_sys_", "", "\xff"),
	values: oneOf("", "x", "y", "xy", "\xff"),
	parts:  oneOf("x", "y", "xy", "k", "", "\xa9"),
	names:  oneOf("", "XY", "\u212a©", "\xff"),
	ids:    oneOf("1", "2", "", "\xff"),

	properties: oneOf("p", "p", "p", "q", "", "\xff"),
	texts:      oneOf("1", "x", "", "1970-01-01T00:00:01Z", "2", "\xff", "1.0", "+1", "1.5", "10e-1", "2.0"),
	scalars: func(s *source) query.Scalar {
		switch s.below(4) {
		case 0:
			numbers := []int64{0, 1, 2, 3, math.MinInt64, math.MaxInt64, math.MaxInt64 - 1, math.MinInt64 + 1}
			return query.Integer(numbers[s.below(len(numbers))])
		case 1:
			numbers := []float64{1.5, 1, -1e300, 1e300, 0x1p63, -0x1p63, math.MaxFloat64, -math.MaxFloat64, math.NaN(), 0.5}
			return query.Float(numbers[s.below(len(numbers))])
		}
		micros := []int64{
			1_000_000, 1_000_001, 1_500_000, 2_000_000, 0,
			-62167219200_000_000, 253402300799_999_999, -62167219199_999_999, 253402300799_999_998, math.MaxInt64,
		}
		return query.Time(time.UnixMicro(micros[s.below(len(micros))]))
	},
}

var universe = func() (all []resource.Resource) {
	values := []string{"absent", "", "x", "y", "xy"}
	for _, id := range []string{"1", "2"} {
		for _, name := range []string{"", "XY", "\u212a©"} {
			for _, a := range values {
				for _, b := range values[:3] {
					for _, system := range values[:2] {
						r := resource.Resource{ID: id, Name: name}
						for _, t := range []resource.Tag{{Key: "a", Value: a}, {Key: "_sys_", Value: system}, {Key: "b", Value: b}} {
							if t.Value != "absent" {
								r.Tags = append(r.Tags, t)
							}
						}
						all = append(all, r)
					}
				}
			}
		}
	}
	for detail := range propertiesOf {
		all = append(all, resource.Resource{ID: "1", Detail: detail},
			resource.Resource{ID: "1", Detail: detail, Tags: []resource.Tag{{Key: "a", Value: "x"}}})
	}
	return all
}()

// wild is a vocabulary of arbitrary bytes.
var wild = words{
	keys: anyText, values: anyText, parts: anyText, names: anyText, ids: anyText,
	properties: anyText, texts: anyText,
	scalars: func(s *source) query.Scalar {
		n := int64(0)
		for range s.below(9) {
			n = n<<8 | int64(s.below(256))
		}
		switch s.below(3) {
		case 0:
			return query.Integer(n)
		case 1:
			return query.Float(math.Float64frombits(uint64(n)))
		}
		return query.Time(time.UnixMicro(n))
	},
}

func anyText(s *source) string {
	if s.below(4) == 0 {
		return oneOf("and", "OR", "Not", "in", "all", "none", "tagged", "name", "id", "Name", "prop.x", "PROP.",
			"", "a", "&", "a&b", "a&&b", "&a", "a&", "\ufeff", "\u0338", "x\u0338", "'", `"`, `\`, "\x00", "\xff",
			"\ufffd", "日本", "a b", "a=b", "(", "*", "-1", "ﬀ", "\u202e", "\u00a0", "\n", "\U000e0001")(s)
	}
	n := min(s.below(6), len(s.data))
	text := string(s.data[:n])
	s.data = s.data[n:]
	return text
}
