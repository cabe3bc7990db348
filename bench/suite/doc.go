// Package suite is what is measured: the queries Q1 to Q13 and a mix of random
// ones, asked of any images. What each query asks for is derived from what is
// frequent in the images, so that a query is about as selective on one data
// set as on another. Every query can be answered by a linear scan (fuzz/model),
// which the answers of other systems are held against.
package suite
