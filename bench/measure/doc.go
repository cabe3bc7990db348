// Package measure runs the suite over the engine, the floor and the linear
// scan in one process. In each round every query is asked of every system, one
// after the other, so that whatever else the machine does meets all of them;
// ratios are taken within a round, and their median is what counts. Every
// answer is held against the scan's before anything is timed.
package measure
