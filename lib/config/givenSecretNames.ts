/** The secrets that a person gives, by the names that `npm run secrets` puts after its prefix. */
export const GIVEN_SECRET_NAMES = {
  mongodbUri: 'mongodb-uri',
  adminPasswordHash: 'admin-password-hash',
  adminToken: 'admin-token',
} as const;

/** Where `npm run secrets -- --prefix` puts the secrets of a deployment of that name: two deployments do not share a record by mistake. */
export const givenSecretNames = (name: string) => {
  const prefix = name.toLowerCase();
  return {
    mongodbUriSecret: `${prefix}/${GIVEN_SECRET_NAMES.mongodbUri}`,
    adminPasswordHashSecret: `${prefix}/${GIVEN_SECRET_NAMES.adminPasswordHash}`,
    adminTokenSecret: `${prefix}/${GIVEN_SECRET_NAMES.adminToken}`,
  };
};
