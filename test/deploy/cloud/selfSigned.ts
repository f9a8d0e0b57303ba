import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerCertificate } from '../../servers/servers.ts';

/**
 * A certificate for 127.0.0.1, made on the spot, that signs itself: whoever names it in `NODE_EXTRA_CA_CERTS` believes it, as a
 * Lambda believes the certificates of Amazon.
 * @param folder where it is put
 */
export const selfSigned = async (folder: string): Promise<ServerCertificate> => {
  const certificate = { certPath: join(folder, 'cert.pem'), keyPath: join(folder, 'key.pem') };
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', certificate.keyPath, '-out', certificate.certPath],
  ]);
  return certificate;
};
