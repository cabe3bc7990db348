module github.com/tagdex/tagdex

go 1.26
