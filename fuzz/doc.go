// Package fuzz holds the engine against the reference model: its tests are
// native fuzz targets over random data, histories, queries and requests, and
// plain tests that run some thousands of random cases each.
//
// What the targets stand on are packages of their own: model (what a query
// means), gen (bytes into data and queries) and conformance (requests with
// their answers, as data). The README says how to run them.
package fuzz
