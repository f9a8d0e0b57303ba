import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { COMPOSE_FILE } from '../../bin/localstack/compose.ts';

/** A service of the compose file, as far as tests look at it. */
export interface ComposeService {
  readonly image: string;
  readonly container_name?: string;
  readonly ports?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

export interface ComposeFile {
  readonly services: { readonly [name in 'localstack' | 'redis' | 'mongo' | 'proxy']: ComposeService };
  readonly networks: { readonly default: { readonly name: string } };
}

/** What `docker compose` is given. */
export const composeFile = (): ComposeFile => parse(readFileSync(COMPOSE_FILE, 'utf8'));
