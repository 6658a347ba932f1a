package benchmark_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"github.com/go-analyze/charts"
)

var chartPath = filepath.Join("..", "docs", "performance-fleet.svg")

// chart draws the time of an apply over the number of tenants, both in powers of
// ten. The library has no logarithmic axis, so what it is given are logarithms.
func chart(fleet []fleetRow) ([]byte, error) {
	var names []string
	measured, ideal := []float64{}, []float64{}
	lowest, highest := math.Inf(1), math.Inf(-1)
	for _, row := range fleet {
		names = append(names, thousands(row.Tenants))
		measured, ideal = append(measured, math.Log10(row.Seconds)), append(ideal, math.Log10(row.ideal()))
		lowest, highest = min(lowest, math.Log10(row.ideal())), max(highest, math.Log10(row.Seconds))
	}
	options := charts.NewLineChartOptionWithSeries(charts.LineSeriesList{
		{Name: "ideal", Values: ideal, Symbol: charts.Symbol{Shape: charts.SymbolDot, Size: 2}},
		{Name: "logtoctl apply", Values: measured, Symbol: charts.Symbol{Shape: charts.SymbolDot, Size: 4}},
	})
	options.Theme = onAnyBackground()
	options.Padding = charts.NewBox(12, 12, 24, 12)
	options.LineStrokeWidth = 2
	options.XAxis = charts.XAxisOption{Title: "tenants", Labels: names}
	options.YAxis = []charts.YAxisOption{{
		Title: "seconds",
		Min:   charts.Ptr(math.Floor(lowest)), Max: charts.Ptr(math.Ceil(highest)),
		LabelCount:             int(math.Ceil(highest)-math.Floor(lowest)) + 1,
		RangeValuePaddingScale: charts.Ptr(0.0),
		ValueFormatter:         func(exponent float64) string { return strconv.FormatFloat(math.Pow(10, exponent), 'g', 4, 64) },
	}}
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: 720, Height: 400})
	if err := painter.LineChart(options); err != nil {
		return nil, fmt.Errorf("draw the chart of the fleet: %w", err)
	}
	return painter.Bytes()
}

// onAnyBackground has no background of its own, and colours of middle lightness:
// a page may be light or dark.
func onAnyBackground() charts.ColorPalette {
	grey, faint := charts.ColorRGB(118, 128, 140), charts.ColorRGB(118, 128, 140).WithAlpha(70)
	return charts.GetTheme(charts.ThemeLight).
		WithBackgroundColor(charts.ColorTransparent).
		WithTextColor(grey).WithXAxisColor(grey).WithYAxisColor(grey).WithAxisSplitLineColor(faint).
		WithSeriesColors([]charts.Color{charts.ColorRGB(222, 120, 30), charts.ColorRGB(45, 127, 220)})
}

func writeChart(fleet []fleetRow) error {
	drawn, err := chart(fleet)
	if err != nil {
		return err
	}
	return os.WriteFile(chartPath, drawn, 0o644)
}
