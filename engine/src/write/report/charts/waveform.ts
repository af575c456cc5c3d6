import { dbToGain, gainToDb } from '../../../units/index.ts';
import { timeAxis } from '../axes.ts';
import { pictured } from '../figure.ts';
import type { Overview, ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { extentOf } from '../series.ts';
import { type Axis, areaPath, linearScale, type Point, plot, shape } from '../svg.ts';
import { duration, figure, level, signed, withUnit } from '../text.ts';

const HEIGHT_PIXELS = 132;
/** A little above full scale, so that a peak at 0 dBFS does not touch the frame. */
const TOP = 1.06;
const COLUMN_LIMIT = 1500;

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
  const control = html`<label class="match"><input type="checkbox" id="level-match"> Match the mix to the master’s loudness (${withUnit(signed(matchDb), 'dB')})</label>`;
  const picture = html`<div class="waves" style="--match:${figure(dbToGain(canMatch ? matchDb : 0), 3)}">${canMatch ? control : null}<h3>Mix</h3>${mixPlot}<h3>Master</h3>${masterPlot}</div>`;
  return pictured({
    picture,
    legend: [
      { kind: 'area', className: 'peak source', label: 'mix' },
      { kind: 'area', className: 'peak master', label: 'master' },
      { kind: 'area', className: 'rms master', label: 'RMS, darker' },
      { kind: 'dashed', className: 'target', label: `ceiling ${level(ceilingDbtp, 'dBTP')}` },
    ],
    caption: 'Both at true level on one scale; left, the level in dBFS. Peaks are the samples’ own.',
    table: {
      caption: 'Waveforms in figures',
      head: ['', 'Duration', 'Sample peak', 'Highest column', 'True peak'],
      rows: [
        [
          'Mix',
          duration(source.durationSeconds),
          level(source.samplePeakDbfs, 'dBFS'),
          columnPeak(overview.source),
          level(source.truePeakDbtp, 'dBTP'),
        ],
        [
          'Master',
          duration(master?.durationSeconds ?? Number.NaN),
          level(master?.samplePeakDbfs ?? null, 'dBFS'),
          columnPeak(overview.master),
          level(master?.truePeakDbtp ?? null, 'dBTP'),
        ],
      ],
    },
  });
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
  return plot({
    id,
    title: `Waveform of the ${title.toLowerCase()}`,
    summary: `Highest sample ${columnPeak(overview)}; dashed lines stand at the ceiling of ${level(ceilingDbtp, 'dBTP')}.`,
    heightPixels: HEIGHT_PIXELS,
    x,
    y: { scale, ticks: amplitudeTicks() },
    shapes: html`<g class="matched">${shape(areaPath(at(columns.maxima), at(columns.minima)), `peak ${kind}`)}${shape(areaPath(at(columns.rms), at(columns.rms, -1)), `rms ${kind}`)}</g>`,
    marks: [ceiling, -ceiling].map(value => {
      const y = `${figureShare(1 - scale(value))}%`;
      return html`<line class="level target" x2="100%" y1="${y}" y2="${y}"/>`;
    }),
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

/** At most COLUMN_LIMIT columns; extremes survive, RMS is joined by power. */
function reduceColumns(overview: Overview): Overview {
  const count = overview.maxima.length;
  const factor = Math.ceil(count / COLUMN_LIMIT);
  if (factor <= 1) return overview;
  const minima: number[] = [];
  const maxima: number[] = [];
  const rms: number[] = [];
  for (let from = 0; from < count; from += factor) {
    const to = Math.min(count, from + factor);
    minima.push(extentOf(overview.minima, from, to)?.minimum ?? 0);
    maxima.push(extentOf(overview.maxima, from, to)?.maximum ?? 0);
    const powers = overview.rms.slice(from, to).map(value => value * value);
    rms.push(Math.sqrt(powers.reduce((sum, power) => sum + power, 0) / (to - from)));
  }
  return { columnSeconds: overview.columnSeconds * factor, minima, maxima, rms };
}

function columnPeak(overview: Overview): string {
  const highest = extentOf(overview.maxima)?.maximum ?? 0;
  const lowest = extentOf(overview.minima)?.minimum ?? 0;
  const peak = Math.max(highest, -lowest);
  return peak > 0 ? level(gainToDb(peak), 'dBFS') : '—';
}

function figureShare(fraction: number): string {
  return String(Math.round(fraction * 10_000) / 100);
}
