// Package iter is the standard library's iter, in source, for the interpreter.
package iter

// Seq is an iterator over values.
type Seq[V any] func(yield func(V) bool)

// Seq2 is an iterator over pairs.
type Seq2[K, V any] func(yield func(K, V) bool)

// A step is one answer of an iterator that is pulled.
type step[K, V any] struct {
	k  K
	v  V
	ok bool
}

// Pull returns functions that give the values of seq one by one, and that end it.
func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	next2, stop := Pull2(func(yield func(V, bool) bool) {
		seq(func(v V) bool { return yield(v, true) })
	})
	return func() (V, bool) {
		v, _, ok := next2()
		return v, ok
	}, stop
}

// Pull2 is Pull for pairs.
func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	ask := make(chan bool)
	answer := make(chan step[K, V])
	started, ended := false, false
	start := func() {
		started = true
		go func() {
			if <-ask {
				seq(func(k K, v V) bool {
					answer <- step[K, V]{k, v, true}
					return <-ask
				})
			}
			answer <- step[K, V]{}
		}()
	}
	next = func() (K, V, bool) {
		if ended {
			var s step[K, V]
			return s.k, s.v, false
		}
		if !started {
			start()
		}
		ask <- true
		s := <-answer
		ended = !s.ok
		return s.k, s.v, s.ok
	}
	stop = func() {
		if started && !ended {
			ask <- false
			<-answer
		}
		ended = true
	}
	return next, stop
}
