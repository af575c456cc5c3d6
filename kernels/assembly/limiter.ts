export * from './limiter-demand';
export * from './limiter-gain';
export * from './limiter-stream';
export * from './limiter-sustain';
export * from './peak-guard';
