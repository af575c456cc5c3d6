/** Same audio, same plan, same version: same samples. Raised whenever a sample of any render changes. */
export const ENGINE_VERSION = '0.1.0';
