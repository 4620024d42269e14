"""Files as statistical offices give them, made small for tests."""

import json
import sqlite3
import struct

import shapely
from pyproj import Transformer

SWEREF = Transformer.from_crs(4326, 3006, always_xy=True)
HEAD = "tatortskod;tatort;kommun;kommunnamn;lan;bef;area_ha;ar"


def csv_of(*rows, head=HEAD):
    return "\r\n".join([head, *rows]).encode()


def box(longitude, latitude, size=0.01):
    """A square in degrees."""
    return shapely.box(longitude, latitude, longitude + size, latitude + size)


def in_sweref(shape):
    return shapely.transform(shape, SWEREF.transform, interleaved=False)


def geopackage(path, rows, *, srs=3006, table="Tatorter_2023", text=None):
    """Rows are dicts with `geom`, a shapely geometry in the file's system, or None."""
    base = sqlite3.connect(path)
    if text:
        base.execute(f"PRAGMA encoding='{text}'")
    names = [name for name in rows[0] if name != "geom"] if rows else ["tatortskod", "tatort"]
    columns = ", ".join(f'"{name}"' for name in names)
    base.executescript(
        f"""
        CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT);
        CREATE TABLE gpkg_spatial_ref_sys
            (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER);
        CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY, geom BLOB, {columns});
        INSERT INTO gpkg_contents VALUES ('{table}', 'features');
        INSERT INTO gpkg_geometry_columns VALUES ('{table}', 'geom');
        INSERT INTO gpkg_spatial_ref_sys VALUES ({srs}, 'EPSG', {srs});
        """
    )
    marks = ", ".join("?" * (len(names) + 1))
    base.executemany(
        f'INSERT INTO "{table}" (geom, {columns}) VALUES ({marks})',
        [[blob(row.get("geom"), srs), *(row[name] for name in names)] for row in rows],
    )
    base.commit()
    base.close()
    return path


def blob(shape, srs):
    """The header of a GeoPackage geometry, with a box, and the geometry."""
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    header = b"GP" + bytes([0, 0b0000_0011]) + struct.pack("<i", srs)
    return header + struct.pack("<4d", west, east, south, north) + shapely.to_wkb(shape)


def geojson(path, rows, *, crs=None, encoding="utf-8", indent=None):
    features = [
        {
            "type": "Feature",
            "properties": {name: value for name, value in row.items() if name != "geom"},
            "geometry": json.loads(shapely.to_geojson(row["geom"])) if row.get("geom") else None,
        }
        for row in rows
    ]
    said = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    whole = {"type": "FeatureCollection", **said, "features": features}
    path.write_bytes(json.dumps(whole, ensure_ascii=False, indent=indent).encode(encoding))
    return path
