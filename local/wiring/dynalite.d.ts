declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** DynamoDB's HTTP interface on LevelDB (dynalite 4.0). Closing the server closes the database. */
  export default function dynalite(options: {
    /** The database's folder; in memory without it. */
    readonly path?: string;
    /** How long a table is being made; 500. */
    readonly createTableMs?: number;
  }): Server;
}
