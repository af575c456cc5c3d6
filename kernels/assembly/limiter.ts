export * from './limiter-demand';
export * from './limiter-gain';
export * from './limiter-stream';
export * from './peak-guard';
