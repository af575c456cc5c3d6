import type { Facts } from '../../../analyze/facts.ts';
import type { Overview } from '../../../analyze/overview.ts';
import { dbToGain, gainToDb } from '../../../units/index.ts';
import { levelLines, timeAxis } from '../axes.ts';
import { pictured } from '../figure.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { extentOf, reduceColumns } from '../series.ts';
import { type Axis, areaPath, linearScale, type Point, plot, shape, share } from '../svg.ts';
import { duration, figure, level, NOTHING, setting, signed, withUnit } from '../text.ts';

const HEIGHT_PIXELS = 132;
/** A little above full scale, so that a peak at 0 dBFS does not touch the frame. */
const TOP = 1.06;

/** Mix and master over each other at true level and one scale; a switch raises the mix to the master's loudness. */
export function drawWaveforms(input: ReportInput): Markup {
  const { source, plan, overview } = input;
  const master = input.verdict.files[0]?.facts ?? null;
  const x = timeAxis(Math.max(source.durationSeconds, master?.durationSeconds ?? 0));
  const ceilingDbtp = plan.loudness.ceilingDbtp;
  const matchDb = (master?.integratedLufs ?? Number.NaN) - (source.integratedLufs ?? Number.NaN);
  const canMatch = Number.isFinite(matchDb) && Math.abs(matchDb) >= 0.1;
  const mixPlot = onePlot('wave-mix', 'Mix', overview.source, x, ceilingDbtp, false);
  const masterPlot = onePlot('wave-master', 'Master', overview.master, x, ceilingDbtp, true);
  const control = html`<input type="checkbox" id="level-match"><label for="level-match">Match the mix to the master’s loudness (${withUnit(signed(matchDb), 'dB')})</label>`;
  const picture = html`<div class="waves" style="--match:${dbToGain(canMatch ? matchDb : 0).toFixed(3)}">${canMatch ? control : null}<h3>Mix</h3>${mixPlot}<h3>Master</h3>${masterPlot}</div>`;
  return pictured({
    picture,
    legend: [
      { kind: 'area', className: 'peak source', label: 'mix, true peak' },
      { kind: 'area', className: 'peak master', label: 'master, true peak' },
      { kind: 'area', className: 'rms master', label: 'RMS' },
      { kind: 'dashed', className: 'target', label: `ceiling ${setting(ceilingDbtp, 'dBTP')}` },
    ],
    caption:
      'Both at true level on one scale, in dB below full scale. Outline: true peak; core: RMS, weighted as the ear hears (K).',
    table: {
      caption: 'Waveforms in figures',
      head: ['', 'Duration', 'Sample peak', 'True peak'],
      rows: [
        ['Mix', ...peaks(source)],
        ['Master', ...peaks(master)],
      ],
    },
  });
}

function peaks(facts: Facts | null): string[] {
  if (facts === null) return [NOTHING, NOTHING, NOTHING];
  return [
    duration(facts.durationSeconds),
    withUnit(figure(facts.samplePeakDbfs, 2), 'dBFS'),
    level(facts.truePeakDbtp, 'dBTP'),
  ];
}

function onePlot(
  id: string,
  title: string,
  overview: Overview,
  x: Axis,
  ceilingDbtp: number,
  hasTimeLabels: boolean,
): Markup {
  const columns = reduceColumns(overview);
  const scale = linearScale(-TOP, TOP);
  const at = (values: readonly number[], sign = 1): Point[] =>
    values.map((value, index) => [x.scale((index + 0.5) * columns.columnSeconds), scale(sign * value)]);
  const kind = id === 'wave-mix' ? 'source' : 'master';
  const ceiling = dbToGain(ceilingDbtp);
  const floor = share(1 - scale(-ceiling));
  return plot({
    id,
    title: `Waveform of the ${title.toLowerCase()}`,
    summary: `Highest peak ${highestPeak(overview)}; dashed lines stand at the ceiling of ${setting(ceilingDbtp, 'dBTP')}.`,
    heightPixels: HEIGHT_PIXELS,
    x,
    y: { scale, ticks: amplitudeTicks() },
    shapes: html`${shape(areaPath(at(columns.peaks), at(columns.peaks, -1)), `peak ${kind}`)}${shape(areaPath(at(columns.rms), at(columns.rms, -1)), `rms ${kind}`)}`,
    marks: html`${levelLines([{ value: ceiling, label: `ceiling ${setting(ceilingDbtp, '')}`, className: 'target' }], scale, HEIGHT_PIXELS)}<line class="level target" x2="100%" y1="${floor}" y2="${floor}"/>`,
    hasTimeLabels,
  });
}

function amplitudeTicks(): { value: number; label: string; isMinor: boolean }[] {
  const half = dbToGain(-6);
  return [
    { value: 1, label: '0', isMinor: false },
    { value: half, label: '−6', isMinor: false },
    { value: 0, label: '−∞', isMinor: false },
    { value: -half, label: '−6', isMinor: false },
    { value: -1, label: '0', isMinor: false },
  ];
}

function highestPeak({ peaks }: Overview): string {
  const highest = extentOf(peaks)?.maximum ?? 0;
  return highest > 0 ? level(gainToDb(highest), 'dBTP') : NOTHING;
}
