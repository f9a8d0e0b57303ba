import { useDashboard } from '../state/DashboardContext.ts';

/** Which of several sites is looked at; its name where there is one. */
export const SiteSwitch = () => {
  const { me, site, go } = useDashboard();
  if (me.sites.length === 1) return <span className="site-name">{site.id}</span>;
  return (
    <select
      className="select site-switch"
      aria-label="Site"
      value={site.id}
      onChange={(event) => go({ site: event.target.value, filters: [], visitor: undefined, all: undefined })}
    >
      {me.sites.map(({ id }) => (
        <option key={id}>{id}</option>
      ))}
    </select>
  );
};
