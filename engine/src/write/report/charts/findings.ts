import type { Overview } from '../../../analyze/overview.ts';
import type { Spectrogram } from '../../../analyze/spectrogram.ts';
import type { Finding, Place, Severity } from '../../../diagnose/findings.ts';
import { base64, encodePng } from '../../png.ts';
import { frequencyAxis, timeAxis } from '../axes.ts';
import { type LegendEntry, legend } from '../figure.ts';
import { html, type Markup } from '../markup.ts';
import { reduceColumns } from '../series.ts';
import {
  type Axis,
  areaPath,
  type Box,
  boxesPath,
  clamp,
  linearScale,
  type Point,
  plot,
  shape,
  share,
  stretched,
} from '../svg.ts';
import { duration, frequencyRange } from '../text.ts';
import { colours, paintSpectrogram } from './spectrogram.ts';

/** A finding with the number of its note. */
export interface NumberedFinding {
  readonly number: number;
  readonly finding: Finding;
}

const WAVE_PIXELS = 96;
const LANE_PIXELS = 20;
const SPECTROGRAM_PIXELS = 210;
/** What the eye still finds, as fractions of a picture. */
const LEAST_WIDTH = 0.003;
const LEAST_HEIGHT = 0.025;
const FROM_HZ = 22.4;
const TO_HZ = 22_387;

/** What each severity is called in a legend. */
const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  'send-back': 'only a new mix helps',
  ask: 'asked',
  fix: 'mended here',
  note: 'worth knowing',
};

/** Every finding on the waveform, on a lane of its own and in the spectrum, under one clock. */
export function drawFindings(
  numbered: readonly NumberedFinding[],
  overview: Overview,
  spectrogram: Spectrogram,
  durationSeconds: number,
): Markup {
  const x = timeAxis(durationSeconds);
  const lanes = numbered.length === 0 ? null : drawLanes(numbered, x);
  return html`<figure class="found">${drawWave(numbered, overview, x)}${lanes}${drawSpectrogram(numbered, spectrogram, x)}<figcaption>${legend(legendOf(numbered))}<p>One clock for all: the waveform with its peaks,${numbered.length === 0 ? '' : ' a lane for each note by its number,'} and the spectrum in thirds of an octave, from silence to the strongest${colours()}.</p></figcaption></figure>`;
}

function legendOf(numbered: readonly NumberedFinding[]): LegendEntry[] {
  const present = new Set(numbered.map(({ finding }) => finding.severity));
  return (Object.keys(SEVERITY_WORDS) as Severity[])
    .filter(severity => present.has(severity))
    .map(severity => ({ kind: 'area', className: `at s-${severity}`, label: SEVERITY_WORDS[severity] }));
}

function drawWave(numbered: readonly NumberedFinding[], overview: Overview, x: Axis): Markup {
  const tints = numbered.map(({ finding }) =>
    shape(boxesPath(bars(finding.places, x, 0, 1)), `tint s-${finding.severity}`),
  );
  const placeCount = numbered.reduce((sum, { finding }) => sum + finding.placeCount, 0);
  return plot({
    id: 'found-wave',
    title: 'Waveform of the mix with what was found',
    summary: `${duration(overview.columnSeconds * overview.peaks.length)} of mix; ${placeCount} places were found.`,
    heightPixels: WAVE_PIXELS,
    x,
    y: { scale: linearScale(-1.06, 1.06), ticks: [] },
    shapes: html`${wave(overview, x)}${tints}`,
    marks: null,
    hasTimeLabels: false,
  });
}

/** Peaks and their core, as the waveforms of a master's report. */
function wave(overview: Overview, x: Axis): Markup {
  const { peaks, rms, columnSeconds } = reduceColumns(overview);
  const scale = linearScale(-1.06, 1.06);
  const at = (values: readonly number[], sign: number): Point[] =>
    values.map((value, index) => [x.scale((index + 0.5) * columnSeconds), scale(sign * Math.min(1, value))]);
  return html`${shape(areaPath(at(peaks, 1), at(peaks, -1)), 'peak source')}${shape(areaPath(at(rms, 1), at(rms, -1)), 'rms source')}`;
}

function drawLanes(numbered: readonly NumberedFinding[], x: Axis): Markup {
  const lane = 1 / numbered.length;
  const marks = numbered.map(({ finding }, index) => {
    const bottom = 1 - lane * (index + 1);
    const boxes =
      finding.places.length === 0
        ? [{ x: 0, width: 1, y: bottom + 0.45 * lane, height: 0.1 * lane }]
        : bars(finding.places, x, bottom + 0.25 * lane, 0.5 * lane);
    return shape(boxesPath(boxes), `at s-${finding.severity}`);
  });
  const names = numbered.map(({ number, finding }, index) => {
    const middle = `${LANE_PIXELS * (index + 0.5)}`;
    return html`<line class="grid" x2="100%" y1="${middle}" y2="${middle}"/><text class="lane" x="-8" y="${middle}" dy=".34em">${number}</text><text class="name" x="100%" dx="8" y="${middle}" dy=".34em">${bandOf(finding)}</text>`;
  });
  const words = numbered.map(({ number, finding }) => `${number}: ${finding.title}`).join('; ');
  return html`<svg class="plot lanes" style="height:${LANE_PIXELS * numbered.length}px" role="img" aria-labelledby="lanes-t lanes-d"><title id="lanes-t">Where each note lies</title><desc id="lanes-d">${words}</desc>${names}${stretched(marks)}</svg>`;
}

function bandOf({ fromHz, toHz }: Finding): string {
  return fromHz === null || toHz === null ? '' : frequencyRange(fromHz, toHz);
}

/** Places as bars that can be seen however short they are; those that would touch are one. */
function bars(places: readonly Place[], x: Axis, y: number, height: number): Box[] {
  const boxes: { x: number; y: number; width: number; height: number }[] = [];
  for (const { startSeconds, endSeconds } of places) {
    const start = Math.min(clamp(x.scale(startSeconds)), 1 - LEAST_WIDTH);
    const width = Math.max(clamp(x.scale(endSeconds)) - start, LEAST_WIDTH);
    const last = boxes.at(-1);
    if (last === undefined || start > last.x + last.width) boxes.push({ x: start, y, width, height });
    else last.width = Math.max(last.width, start + width - last.x);
  }
  return boxes;
}

function drawSpectrogram(numbered: readonly NumberedFinding[], spectrogram: Spectrogram, x: Axis): Markup {
  const y = frequencyAxis(FROM_HZ, TO_HZ);
  const rows = spectrogram.centresHz.length;
  const columns = spectrogram.levelsDb[0]?.length ?? 0;
  const left = clamp(x.scale(spectrogram.startSeconds));
  const right = clamp(x.scale(spectrogram.startSeconds + columns * spectrogram.columnSeconds));
  // the thirds adjoin each other on a logarithmic axis: ten to a decade
  const top = clamp(1 - y.scale(FROM_HZ * 10 ** (rows / 10)));
  const address = `data:image/png;base64,${base64(encodePng(paintSpectrogram(spectrogram)))}`;
  const picture = html`<rect class="wax-ground" width="100%" height="100%"/><svg x="${share(left)}" y="${share(top)}" width="${share(right - left)}" height="${share(1 - top)}" viewBox="0 0 100 100" preserveAspectRatio="none"><image href="${address}" width="100" height="100" preserveAspectRatio="none"/></svg>`;
  return plot({
    id: 'found-spectrum',
    title: 'Spectrum of the mix over time with what was found',
    summary: `Thirds of an octave from ${FROM_HZ} Hz; ${numbered.filter(({ finding }) => finding.fromHz !== null).length} notes name a band.`,
    heightPixels: SPECTROGRAM_PIXELS,
    x,
    y,
    shapes: null,
    marks: html`${picture}${stretched(numbered.map(one => frames(one, x, y)))}${numbered.map(one => tag(one, x, y))}`,
    hasTimeLabels: true,
  });
}

/** The band of a finding at each of its places, or through the whole programme. */
function frames({ finding }: NumberedFinding, x: Axis, y: Axis): Markup | null {
  const { fromHz, toHz, severity, places } = finding;
  if (fromHz === null || toHz === null) return null;
  const [lower, upper] = [fromHz, toHz].map(hz => clamp(y.scale(Math.max(hz, 1)))) as [number, number];
  const height = Math.max(upper - lower, LEAST_HEIGHT);
  const bottom = Math.max(0, (lower + upper - height) / 2);
  const boxes =
    places.length === 0 ? [{ x: 0, width: 1, y: bottom, height }] : bars(places, x, bottom, height);
  const path = boxesPath(boxes);
  return html`${shape(path, 'halo')}${shape(path, `frame s-${severity}`)}`;
}

/** Its number, above the first of its frames. */
function tag({ number, finding }: NumberedFinding, x: Axis, y: Axis): Markup | null {
  const { fromHz, toHz, places } = finding;
  if (fromHz === null || toHz === null) return null;
  const left = Math.min(0.985, Math.max(0.004, clamp(x.scale(places[0]?.startSeconds ?? 0))));
  const top = Math.max(1 - clamp(y.scale(Math.max(toHz, 1))), 0.09);
  return html`<text class="tag" x="${share(left)}" y="${share(top)}" dy="-5">${number}</text>`;
}
