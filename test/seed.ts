import fc from 'fast-check';

/** Loaded before every test file by `npm test`: the same commit passes or fails each time, on every machine. */
fc.configureGlobal({ seed: 20_261_123 });
