package chart

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dop251/goja"
)

// engine is one JavaScript runtime with the bundle loaded. It draws one chart
// at a time. It has no clock, no chance and no way out: what it returns depends
// on the option alone.
type engine struct {
	vm   *goja.Runtime
	draw goja.Callable
}

// compile parses the bundle once for all engines.
func compile(bundle []byte) (*goja.Program, error) {
	program, err := goja.Compile("charts.js", string(bundle), false)
	if err != nil {
		return nil, fmt.Errorf("compile chart bundle: %w", err)
	}
	return program, nil
}

// start loads the bundle into a new runtime.
func start(ctx context.Context, program *goja.Program, limit time.Duration) (*engine, error) {
	e := &engine{vm: goja.New()}
	e.vm.SetRandSource(func() float64 { return 0.5 })
	e.vm.SetTimeSource(func() time.Time { return time.Unix(0, 0).UTC() })
	// A drawing is finished when the call returns; what it would do later is dropped.
	later := func(goja.FunctionCall) goja.Value { return e.vm.ToValue(0) }
	for name, f := range map[string]func(goja.FunctionCall) goja.Value{
		"setTimeout": later, "clearTimeout": later, "pejlTextWidth": e.textWidth,
	} {
		if err := e.vm.Set(name, f); err != nil {
			return nil, fmt.Errorf("prepare chart engine: %w", err)
		}
	}
	err := e.guard(ctx, limit, func() error {
		_, err := e.vm.RunProgram(program)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("start chart engine: %w", err)
	}
	draw, ok := goja.AssertFunction(e.vm.Get("pejlDraw"))
	if !ok {
		return nil, errors.New("start chart engine: the bundle defines no pejlDraw")
	}
	e.draw = draw
	return e, nil
}

func (e *engine) textWidth(call goja.FunctionCall) goja.Value {
	width := 0.0
	for text := range strings.SplitSeq(call.Argument(0).String(), "\n") {
		width = max(width, textWidth(text, call.Argument(1).ToFloat(), call.Argument(2).ToBoolean()))
	}
	// A little more than the table says, so that what stands after a text keeps
	// clear of it in wider faces.
	return e.vm.ToValue(width * 1.05)
}

// render draws one option and gives the SVG as ECharts wrote it. After an error
// the engine must not be used again: the library may be left half done.
func (e *engine) render(ctx context.Context, d Drawing, limit time.Duration) (string, error) {
	var svg string
	err := e.guard(ctx, limit, func() error {
		v, err := e.draw(goja.Undefined(),
			e.vm.ToValue(string(d.Option)), e.vm.ToValue(d.Width), e.vm.ToValue(d.Height))
		if err != nil {
			return err
		}
		text, ok := v.Export().(string)
		if !ok {
			return errors.New("the bundle returned no text")
		}
		svg = text
		return nil
	})
	return svg, err
}

// guard runs f in the runtime until it ends, the limit passes or ctx is done,
// and turns a panic into an error.
func (e *engine) guard(ctx context.Context, limit time.Duration, f func() error) (err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { e.vm.Interrupt(context.Cause(ctx)) })
	defer stop()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("chart engine panicked: %v", p)
		}
	}()
	err = f()
	if err == nil {
		return nil
	}
	var interrupted *goja.InterruptedError
	if errors.As(err, &interrupted) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
