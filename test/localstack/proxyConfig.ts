import { readFileSync } from 'node:fs';

/** The proxy's configuration, with its variables filled in as the nginx image does it: those that are set, and no other. */
export const proxyConfig = (environment: { readonly [name: string]: string }): string =>
  readFileSync('docker/localstack/proxy.conf.template', 'utf8').replaceAll(
    /\$\{(\w+)\}/g,
    (whole, name: string) => environment[name] ?? whole,
  );

/** Everything around it, so that nginx runs in a folder of its own, on a port of its own. */
export const nginxSettings = ({
  folder,
  config,
  port,
}: {
  readonly folder: string;
  readonly config: string;
  readonly port: number;
}): string => `
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${config.replace('listen 80;', `listen 127.0.0.1:${port};`)}
}
`;
