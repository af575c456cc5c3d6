import type { ClipRun, SampleSurvey, SurveyKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeSurveyKernels(arena: Arena): SurveyKernels {
  return {
    makeSampleSurvey: (channelCount, silenceGain) => makeSurvey(arena, channelCount, silenceGain),
    findClipRuns(block, options) {
      const { fromFrame, toFrame, thresholdGain, toleranceGain, minimumFrames, capacity } = options;
      const mark = arena.mark();
      const found = arena.makeInts(2 * capacity);
      const runs: ClipRun[] = [];
      block.channels.forEach((samples, channel) => {
        const count = arena.exports.surveyFindRuns(
          arena.addressOf(samples),
          block.frameCount,
          fromFrame,
          Math.min(toFrame, block.frameCount),
          thresholdGain,
          toleranceGain,
          minimumFrames,
          found.byteOffset,
          capacity,
        );
        for (let i = 0; i < count; i++) {
          runs.push({ channel, startFrame: found[2 * i]!, frameCount: found[2 * i + 1]! });
        }
      });
      arena.release(mark);
      runs.sort((a, b) => a.startFrame - b.startFrame || a.channel - b.channel);
      return runs.slice(0, capacity);
    },
  };
}

function makeSurvey({ exports, addressOf }: Arena, channelCount: number, silenceGain: number): SampleSurvey {
  const state = exports.surveyMake(channelCount, silenceGain);
  const channels = Array.from({ length: channelCount }, (_, channel) => channel);
  return {
    process(block) {
      if (block.channels.length !== channelCount) throw new TypeError('the survey has other channels');
      block.channels.forEach((samples, channel) => {
        exports.surveySetInput(state, channel, addressOf(samples));
      });
      exports.surveyProcess(state, block.frameCount);
    },
    get sums() {
      return Float64Array.from(channels, channel => exports.surveySum(state, channel));
    },
    get sumsOfSquares() {
      return Float64Array.from(channels, channel => exports.surveySumOfSquares(state, channel));
    },
    get minima() {
      return Float32Array.from(channels, channel => exports.surveyMinimum(state, channel));
    },
    get maxima() {
      return Float32Array.from(channels, channel => exports.surveyMaximum(state, channel));
    },
    get crossSum() {
      return exports.surveyCrossSum(state);
    },
    get notFiniteCount() {
      return exports.surveyNotFiniteCount(state);
    },
    get firstNotFiniteFrame() {
      return exports.surveyFirstNotFiniteFrame(state);
    },
    get firstSoundFrame() {
      return exports.surveyFirstSoundFrame(state);
    },
    get lastSoundFrame() {
      return exports.surveyLastSoundFrame(state);
    },
    get depthBits() {
      return exports.surveyDepthBits(state);
    },
    reset: () => exports.surveyReset(state),
  };
}
