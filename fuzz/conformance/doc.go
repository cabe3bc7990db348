// Package conformance holds requests with the answers that the documented tag
// APIs have to give, as data: JSON that anyone can run against a service of
// their own, in any language. Every vector names the rule it pins.
//
// Vectors stand in vectors/*.json, by topic, and the data sets they ask about
// in data/*.jsonl; a few things that are too long to read are made by rule
// (see DataSets and Vector.PadTo). Run holds a service against all of them:
//
//	report, err := conformance.Run(ctx, nil, "http://127.0.0.1:8080", nil)
//	...
//	report.WriteTable(os.Stdout)
//
// The service must hold the data sets, which WriteData writes as one file in
// the form of SEMANTICS section 6. Some vectors are several requests in order,
// which change tags and put them right again; they are sent where the caller
// may write.
package conformance
