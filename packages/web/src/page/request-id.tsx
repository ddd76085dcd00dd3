/** The id to quote when asking for help; nothing if the request never got one. */
export function RequestId({ id }: { id: string | undefined }) {
  if (id === undefined) return null;
  return (
    <p className="text-label text-muted">
      Request id
      <br />
      <code className="id">{id}</code>
    </p>
  );
}
