declare module '@libav.js/variant-obsolete' {
  export function LibAV(options: { readonly noworker: boolean; readonly base?: string }): Promise<unknown>;
}
