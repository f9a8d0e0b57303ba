/** A configuration that cannot be run with: fails at start, never half-configured. The message is one sentence for a person. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
