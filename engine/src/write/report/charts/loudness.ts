import type { Facts } from '../../../analyze/facts.ts';
import { type LevelLine, levelAxis, levelLines, timeAxis } from '../axes.ts';
import { type LegendEntry, pictured } from '../figure.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { decimate, percentile } from '../series.ts';
import { type Axis, areaPath, linePath, type Point, plot, shape, span } from '../svg.ts';
import { clockTime, figure, level } from '../text.ts';

const HEIGHT_PIXELS = 280;
/** The momentary cloud needs no more than one stretch per two pixels. */
const CLOUD_LIMIT = 400;
const LINE_LIMIT = 800;

/** Short-term loudness of mix and master over their momentary clouds, with the target and the loudest passage. */
export function drawLoudness(input: ReportInput): Markup {
  const { source, plan } = input;
  const master = input.verdict.files[0]?.facts ?? null;
  const programmes = master === null ? [source] : [source, master];
  const x = timeAxis(Math.max(...programmes.map(facts => facts.durationSeconds)));
  const y = loudnessAxis(programmes, plan.loudness.targetLufs);
  const loudest = (master ?? source).loudestSection;
  return pictured({
    picture: plot({
      id: 'loudness',
      title: 'Loudness over time',
      summary: `Short-term loudness in LUFS. ${programmes.map((facts, index) => summary(facts, index === 0 ? 'Mix' : 'Master')).join(' ')}`,
      heightPixels: HEIGHT_PIXELS,
      x,
      y,
      shapes: programmes.map((facts, index) => curves(facts, index === 0 ? 'source' : 'master', x, y)),
      marks: html`${isPart(loudest, master ?? source) ? span(x.scale, loudest.startSeconds, loudest.endSeconds, 'loudest') : null}${levelLines(lines(input), y.scale, HEIGHT_PIXELS)}`,
      hasTimeLabels: true,
    }),
    legend: LEGEND,
    caption: `The loudest passage, ${clockTime(loudest.startSeconds)}–${clockTime(loudest.endSeconds)}, reads ${level(loudest.loudnessLufs, 'LUFS')}. Windows of 3 s (short-term) and 400 ms (momentary).`,
    table: {
      caption: 'Loudness in figures',
      head: ['', 'Integrated', 'Range', 'Highest short-term', 'Highest momentary'],
      rows: programmes.map((facts, index) => [
        index === 0 ? 'Mix' : 'Master',
        level(facts.integratedLufs, 'LUFS'),
        level(facts.loudnessRangeLu, 'LU'),
        level(facts.maxShortTermLufs, 'LUFS'),
        level(facts.maxMomentaryLufs, 'LUFS'),
      ]),
    },
  });
}

/** A passage that is nearly the whole programme marks nothing. */
function isPart(passage: Facts['loudestSection'], facts: Facts): boolean {
  return passage.endSeconds - passage.startSeconds < 0.8 * facts.durationSeconds;
}

const LEGEND: readonly LegendEntry[] = [
  { kind: 'line', className: 'line source', label: 'mix, short-term' },
  { kind: 'line', className: 'line master', label: 'master, short-term' },
  { kind: 'area', className: 'cloud master', label: 'momentary' },
  { kind: 'area', className: 'loudest', label: 'loudest passage' },
];

function lines({ plan, verdict }: ReportInput): LevelLine[] {
  const { targetLufs } = plan.loudness;
  const reached = verdict.files[0]?.facts.integratedLufs ?? null;
  const found: LevelLine[] = [];
  if (targetLufs !== null) {
    found.push({ value: targetLufs, label: `target ${figure(targetLufs)}`, className: 'target' });
  }
  if (reached !== null && (targetLufs === null || Math.abs(reached - targetLufs) >= 0.3)) {
    found.push({ value: reached, label: `reached ${figure(reached)}`, className: 'master' });
  }
  return found;
}

/** From just above the loudest moment down to where the quiet passages are, at most 48 LU. */
function loudnessAxis(programmes: readonly Facts[], targetLufs: number | null): Axis {
  const loudest = Math.max(targetLufs ?? -70, ...programmes.map(facts => facts.maxMomentaryLufs ?? -70));
  const quiet = programmes.map(
    facts => percentile(decimate(facts.timeline.shortTermLufs, CLOUD_LIMIT), 0.05) ?? -30,
  );
  const top = loudest <= -69 ? 0 : 3 * Math.ceil((loudest + 0.5) / 3);
  const bottom = Math.max(top - 48, Math.min(top - 15, 3 * Math.floor((Math.min(...quiet) - 3) / 3)));
  return levelAxis(bottom, top, 8);
}

function curves({ timeline, durationSeconds }: Facts, kind: string, x: Axis, y: Axis): Markup {
  const at = (index: number, count: number): number => x.scale(((index + 1) / count) * durationSeconds);
  const cloud = decimate(timeline.momentaryLufs, CLOUD_LIMIT);
  const upper = cloud.map<Point>(
    (extent, index) => extent && [at(index, cloud.length), y.scale(extent.maximum)],
  );
  const lower = cloud.map<Point>(
    (extent, index) => extent && [at(index, cloud.length), y.scale(extent.minimum)],
  );
  const shortTerm = decimate(timeline.shortTermLufs, LINE_LIMIT);
  const line = shortTerm.map<Point>(
    (extent, index) => extent && [at(index, shortTerm.length), y.scale(extent.maximum)],
  );
  return html`${shape(areaPath(upper, lower), `cloud ${kind}`)}${shape(linePath(line), `line ${kind}`)}`;
}

function summary(facts: Facts, name: string): string {
  return `${name}: integrated ${level(facts.integratedLufs, 'LUFS')}, range ${level(facts.loudnessRangeLu, 'LU')}, highest short-term ${level(facts.maxShortTermLufs, 'LUFS')}.`;
}
