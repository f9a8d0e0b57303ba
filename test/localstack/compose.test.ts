import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { COMPOSE_PLACES, SITE_ADDRESS, startProxy, startServers } from '../../bin/localstack/compose.ts';
import type { Step } from '../../bin/localstack/Step.ts';
import { composeFile } from './composeFile.ts';

const { services, networks } = composeFile();
const { localstack, redis, mongo, proxy } = services;

const published = (address: string, port: number): string => {
  const url = new URL(address);
  const host = url.hostname === 'localhost' ? '127.0.0.1' : url.hostname;
  return `${host}:${url.port}:${port}`;
};

describe('docker-compose.localstack.yml', () => {
  test('is as the Compose Specification wants it', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const isCompose = ajv.compile(
      JSON.parse(readFileSync('test/localstack/compose-spec.schema.json', 'utf8')),
    );
    isCompose(composeFile());
    expect(isCompose.errors).toBeNull();
    expect(isCompose({ ...composeFile(), services: { redis: { imgae: 'valkey' } } })).toBe(false);
  });

  test('pins every image to one release, and LocalStack to the last that needs no token', () => {
    expect(localstack.image).toBe('localstack/localstack:4.14.0');
    for (const { image } of Object.values(services)) expect(image).toMatch(/:\d+\.\d+\.\d+(-alpine)?$/);
  });

  test('publishes on the loopback interface only', () => {
    const ports = Object.values(services).flatMap(({ ports: all = [] }) => all);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test('publishes where the deployment looks', () => {
    expect(localstack.ports).toEqual([published(COMPOSE_PLACES.endpoint, 4566)]);
    expect(mongo.ports).toEqual([published(COMPOSE_PLACES.mongodbUriHere, 27017)]);
    expect(proxy.ports).toEqual([published(SITE_ADDRESS, 80)]);
    const [site] = JSON.parse(readFileSync('footfall.config.json', 'utf8'));
    expect(site.origins).toContain(SITE_ADDRESS);
  });

  test('calls the servers what the functions will call them, in the network that the functions are in', () => {
    expect(Object.keys(services)).toContain(new URL(COMPOSE_PLACES.redisUrl).hostname);
    expect(Object.keys(services)).toContain(new URL(COMPOSE_PLACES.mongodbUri).hostname);
    expect(localstack.environment?.LAMBDA_DOCKER_NETWORK).toBe(networks.default.name);
    expect(localstack.environment?.MAIN_CONTAINER_NAME).toBe(localstack.container_name);
  });

  test('waits for LocalStack, Redis and MongoDB to answer, not only to run', () => {
    for (const service of [localstack, redis, mongo]) expect(service.healthcheck?.test[0]).toBe('CMD');
  });

  test('mounts only files that are there', () => {
    const mounts = Object.values(services).flatMap(({ volumes = [] }) => volumes);
    const ours = mounts.filter((mount) => mount.startsWith('./')).map((mount) => mount.split(':')[0] ?? '');
    expect(ours.length).toBeGreaterThan(0);
    for (const path of ours) expect(existsSync(path)).toBe(true);
  });

  test('has every service that a deployment starts', () => {
    const started = ({ command }: Step) =>
      command.slice(command.indexOf('--wait') + 1).filter((arg) => !arg.startsWith('--'));
    const all = [...started(startServers), ...started(startProxy('a1b2c3'))];
    expect(all.sort()).toEqual(Object.keys(services).sort());
  });

  test("hands the REST API's id on to the proxy", () => {
    expect(Object.keys(startProxy('a1b2c3').environment ?? {})).toEqual(['REST_API_ID']);
    expect(proxy.environment?.REST_API_ID).toMatch(/^\$\{REST_API_ID:-/);
  });
});
