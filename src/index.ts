export * from './core/index.js';
export * from './time/index.js';
