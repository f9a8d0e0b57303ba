/** A backup or a restore that cannot be, for a reason that the person at the terminal can do something about. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
}
