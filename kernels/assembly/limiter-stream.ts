import { limiterDemandLows, limiterDemandPeaks } from './limiter-demand';
import { limiterApply, limiterGainProcess, limiterGainReset } from './limiter-gain';
import { allocate } from './memory';

// Demand, gain and application over a delay line. Every `chunkFrames` the line has grown by one chunk:
//
//   line:  … gainLatency … | back: passage of one chunk | context: the newest frames' worth of look-ahead | newest chunk

@unmanaged
class StreamState {
  demand: usize;
  gain: usize;
  channelCount: i32;
  chunkFrames: i32;
  strideFrames: i32;
  contextFrames: i32;
  gainLatency: i32;
  backFrames: i32;
  filled: i32; // frames of the newest chunk
  lines: usize; // usize[channelCount]
  outputs: usize; // usize[channelCount]
  passage: usize; // usize[channelCount]
  peaks: usize;
  lows: usize;
  gains: usize;
}

/** @param chunkFrames  a multiple of strideFrames, as is contextFrames: then groups fall where they fall offline */
export function limiterStreamMake(
  demand: usize,
  gain: usize,
  channelCount: i32,
  chunkFrames: i32,
  strideFrames: i32,
  contextFrames: i32,
  gainLatency: i32,
): usize {
  const state = changetype<StreamState>(allocate(offsetof<StreamState>()));
  state.demand = demand;
  state.gain = gain;
  state.channelCount = channelCount;
  state.chunkFrames = chunkFrames;
  state.strideFrames = strideFrames;
  state.contextFrames = contextFrames;
  state.gainLatency = gainLatency;
  state.backFrames = max(contextFrames, gainLatency);
  const tableBytes = <usize>channelCount * sizeof<usize>();
  state.lines = allocate(tableBytes);
  state.outputs = allocate(tableBytes);
  state.passage = allocate(tableBytes);
  for (let n: usize = 0; n < tableBytes; n += sizeof<usize>()) {
    const line = allocate((<usize>lineFrames(state)) << 2);
    store<usize>(state.lines + n, line);
    store<usize>(state.outputs + n, allocate((<usize>chunkFrames) << 2));
    store<usize>(state.passage + n, line + ((<usize>state.backFrames) << 2));
  }
  state.peaks = allocate((<usize>chunkFrames) << 2);
  state.lows = allocate((<usize>(chunkFrames / strideFrames)) << 2);
  state.gains = allocate((<usize>chunkFrames) << 2);
  return changetype<usize>(state);
}

function lineFrames(state: StreamState): i32 {
  return state.backFrames + state.contextFrames + state.chunkFrames;
}

export function limiterStreamReset(pointer: usize): void {
  const state = changetype<StreamState>(pointer);
  const tableBytes = <usize>state.channelCount * sizeof<usize>();
  for (let n: usize = 0; n < tableBytes; n += sizeof<usize>()) {
    memory.fill(load<usize>(state.lines + n), 0, (<usize>lineFrames(state)) << 2);
    memory.fill(load<usize>(state.outputs + n), 0, (<usize>state.chunkFrames) << 2);
  }
  state.filled = 0;
  limiterGainReset(state.gain);
}

/** In place. */
export function limiterStreamProcess(pointer: usize, channels: usize, frameCount: i32): void {
  const state = changetype<StreamState>(pointer);
  const tableBytes = <usize>state.channelCount * sizeof<usize>();
  const newest = (<usize>(state.backFrames + state.contextFrames)) << 2;
  for (let done = 0; done < frameCount; ) {
    const count = min(state.chunkFrames - state.filled, frameCount - done);
    const filled = (<usize>state.filled) << 2;
    for (let n: usize = 0; n < tableBytes; n += sizeof<usize>()) {
      const samples = load<usize>(channels + n) + ((<usize>done) << 2);
      memory.copy(load<usize>(state.lines + n) + newest + filled, samples, (<usize>count) << 2);
      memory.copy(samples, load<usize>(state.outputs + n) + filled, (<usize>count) << 2);
    }
    state.filled += count;
    done += count;
    if (state.filled === state.chunkFrames) limitChunk(state);
  }
}

function limitChunk(state: StreamState): void {
  const chunkFrames = state.chunkFrames;
  const channelCount = state.channelCount;
  limiterDemandPeaks(state.demand, state.passage, channelCount, chunkFrames, state.peaks);
  limiterDemandLows(state.demand, state.passage, channelCount, chunkFrames / state.strideFrames, state.lows);
  limiterGainProcess(state.gain, state.peaks, state.lows, state.strideFrames, chunkFrames, state.gains);
  const chunk = (<usize>chunkFrames) << 2;
  const late = (<usize>(state.backFrames - state.gainLatency)) << 2;
  const tableBytes = <usize>channelCount * sizeof<usize>();
  for (let n: usize = 0; n < tableBytes; n += sizeof<usize>()) {
    const line = load<usize>(state.lines + n);
    const output = load<usize>(state.outputs + n);
    memory.copy(output, line + late, chunk);
    limiterApply(output, state.gains, chunkFrames);
    memory.copy(line, line + chunk, ((<usize>lineFrames(state)) << 2) - chunk);
  }
  state.filled = 0;
}
