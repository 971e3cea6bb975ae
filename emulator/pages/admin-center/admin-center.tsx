import { AdminPage } from "../admin-page.tsx";

/** Admin Center: everything below `/admin`. */
export function AdminCenter() {
  return <AdminPage />;
}
