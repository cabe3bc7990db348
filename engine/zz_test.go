package engine_test
import ("testing";"fmt";"os";"runtime/pprof";"runtime"
"github.com/tagdex/tagdex/engine")
func TestZZ(t *testing.T){
 c := engine.Open(nil)
 const n, step = 4000, 500
 for turn := range 211 {
   for from := 0; from < n; from += step {
	var b engine.Batch
	for i := from; i < from+step; i++ {
		b.Delete(fmt.Sprint("id", turn-1, "-", i))
		b.Upsert(unique(fmt.Sprint("id", turn, "-", i), turn, i))
	}
	if _, err := c.Apply(bg, &b); err != nil { t.Fatal(err) }
   }
   if turn%20==10 { t.Log(turn, int(liveHeap()/1024)) }
   if turn==10 || turn==210 { runtime.GC(); f,_:=os.Create(fmt.Sprintf("/tmp/h/heap%d",turn)); pprof.Lookup("heap").WriteTo(f,0); f.Close() }
 }
 runtime.KeepAlive(c)
}
