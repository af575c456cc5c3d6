import type { Overview } from '../../../analyze/overview.ts';
import type { Spectrogram } from '../../../analyze/spectrogram.ts';
import type { Finding, Place, Severity } from '../../../diagnose/findings.ts';
import { base64, encodePng } from '../../png.ts';
import { frequencyAxis, timeAxis } from '../axes.ts';
import { type LegendEntry, legend } from '../figure.ts';
import { html, type Markup } from '../markup.ts';
import { reduceColumns } from '../series.ts';
import { type Axis, areaPath, clamp, linearScale, type Point, plot, shape, share } from '../svg.ts';
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
  return html`<figure class="found">${drawWave(numbered, overview, x)}${lanes}${drawSpectrogram(numbered, spectrogram, x)}<figcaption>${legend(legendOf(numbered))}<p>One clock for all: the waveform with its peaks, a lane for each note by its number, and the spectrum in thirds of an octave, from silence to the strongest${colours()}.</p></figcaption></figure>`;
}

function legendOf(numbered: readonly NumberedFinding[]): LegendEntry[] {
  const present = new Set(numbered.map(({ finding }) => finding.severity));
  return (Object.keys(SEVERITY_WORDS) as Severity[])
    .filter(severity => present.has(severity))
    .map(severity => ({ kind: 'area', className: `at s-${severity}`, label: SEVERITY_WORDS[severity] }));
}

function drawWave(numbered: readonly NumberedFinding[], overview: Overview, x: Axis): Markup {
  const tints = numbered.flatMap(({ finding }) =>
    finding.places.map(place => bar(place, x, `tint s-${finding.severity}`, '0', '100%')),
  );
  return plot({
    id: 'found-wave',
    title: 'Waveform of the mix with what was found',
    summary: `${duration(overview.columnSeconds * overview.peaks.length)} of mix; ${tints.length} places are marked.`,
    heightPixels: WAVE_PIXELS,
    x,
    y: { scale: linearScale(-1.06, 1.06), ticks: [] },
    shapes: wave(overview, x),
    marks: html`${tints}`,
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
  const height = LANE_PIXELS * numbered.length;
  const rows = numbered.map(({ number, finding }, index) => {
    const middle = `${LANE_PIXELS * (index + 0.5)}`;
    const top = `${LANE_PIXELS * index + 5}`;
    const marks =
      finding.places.length === 0
        ? html`<rect class="at s-${finding.severity} whole" x="0" width="100%" y="${LANE_PIXELS * (index + 0.5) - 1}" height="2"/>`
        : finding.places.map(place => bar(place, x, `at s-${finding.severity}`, top, '10'));
    return html`<line class="grid" x2="100%" y1="${middle}" y2="${middle}"/><text class="lane" x="-8" y="${middle}" dy=".34em">${number}</text>${marks}<text class="name" x="100%" dx="8" y="${middle}" dy=".34em">${bandOf(finding)}</text>`;
  });
  const words = numbered.map(({ number, finding }) => `${number}: ${finding.title}`).join('; ');
  return html`<svg class="plot lanes" style="height:${height}px" role="img" aria-labelledby="lanes-t lanes-d"><title id="lanes-t">Where each note lies</title><desc id="lanes-d">${words}</desc>${rows}</svg>`;
}

function bandOf({ fromHz, toHz }: Finding): string {
  return fromHz === null || toHz === null ? '' : frequencyRange(fromHz, toHz);
}

/** A place as a bar that can be seen however short it is. */
function bar(
  { startSeconds, endSeconds }: Place,
  x: Axis,
  className: string,
  y: string,
  height: string,
): Markup {
  const start = clamp(x.scale(startSeconds));
  const width = Math.max(clamp(x.scale(endSeconds)) - start, 0.003);
  return html`<rect class="${className}" x="${share(Math.min(start, 0.997))}" width="${share(width)}" y="${y}" height="${height}"/>`;
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
    marks: html`${picture}${numbered.map(one => frames(one, x, y))}`,
    hasTimeLabels: true,
  });
}

/** The band of a finding at each of its places, or through the whole programme. */
function frames({ number, finding }: NumberedFinding, x: Axis, y: Axis): Markup | null {
  const { fromHz, toHz, severity } = finding;
  if (fromHz === null || toHz === null) return null;
  const top = clamp(1 - y.scale(Math.max(toHz, 1)));
  const height = Math.max(clamp(1 - y.scale(Math.max(fromHz, 1))) - top, 0.025);
  const whole = { startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY, channel: null };
  const places = finding.places.length === 0 ? [whole] : finding.places;
  const boxes = places.map(place => {
    const start = clamp(x.scale(place.startSeconds));
    const width = Math.max(clamp(x.scale(place.endSeconds)) - start, 0.004);
    const box = html`x="${share(Math.min(start, 0.996))}" y="${share(top)}" width="${share(width)}" height="${share(height)}"`;
    return html`<rect class="halo" ${box}/><rect class="frame s-${severity}" ${box}/>`;
  });
  const first = clamp(x.scale(places[0]!.startSeconds));
  return html`${boxes}<text class="tag" x="${share(Math.max(first, 0.008))}" y="${share(top)}" dy="-5">${number}</text>`;
}
