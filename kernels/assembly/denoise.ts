export function denoiseStub(): void {}
