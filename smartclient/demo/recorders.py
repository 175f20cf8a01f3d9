"""The machines behind the devices: the site, its recording servers, hardware, storages, licence and owner."""

from smartclient.demo.accounts import DISTRICT
from smartclient.demo.configuration import Configuration, item
from smartclient.demo.devices import hardware_of
from smartclient.demo.ids import derived
from smartclient.demo.plan import Campus, DemoSite

VERSION = "25.2.1804.0"
SHAKEN = "2026-08-17T06:00:00.0000000Z"
DRIVER = derived("hardwareDrivers", "Universal camera")


def site_id(site: DemoSite) -> str:
    """The guid of the one XProtect site."""
    return derived("sites", site.name)


def recorder_id(campus: str) -> str:
    """The guid of a campus's recording server."""
    return derived("recordingServers", campus)


def add_machines(configuration: Configuration, site: DemoSite, host: str) -> None:
    """Adds the site, a recording server and storage per campus, the hardware of all devices, and the licence.

    Call `set_recorder_address` once the image server listens.
    """
    configuration.add("sites", site_id(site), _site(site, host))
    for campus in site.campuses:
        _add_recorder(configuration, site, campus, host)
    for driver, name in ((DRIVER, "Universal 1 channel driver"),):
        made = item("hardwareDrivers", driver, name, driverVersion="1.0", groupName="Universal", number=421)
        configuration.add("hardwareDrivers", driver, made)
    _add_hardware(configuration, site, host)
    _add_licence(configuration, len(site.cameras))
    for resource in (
        "childSites",
        "rules",
        "timeProfiles",
        "viewGroups",
        "videoWalls",
        "gisMapLocations",
        "basicUsers",
    ):
        configuration.declare(resource)
    for resource in ("genericEvents", "genericEventDataSources", "clientProfiles", "loginProviders", "mipItems"):
        configuration.declare(resource)
    kind = derived("mipKinds", "Floor plans")
    configuration.add("mipKinds", kind, item("mipKinds", kind, "Floor plans", description=""))


def set_recorder_address(configuration: Configuration, uri: str, port: int) -> None:
    """Writes where the image server listens into every recording server."""
    for recorder in configuration.items["recordingServers"].values():
        recorder |= {"portNumber": port, "webServerUri": uri, "activeWebServerUri": uri}


def _site(site: DemoSite, host: str) -> dict[str, object]:
    return item(
        "sites",
        site_id(site),
        site.name,
        description="",
        timeZone="Central Standard Time",
        computerName=host,
        domainName="",
        lastStatusHandshake=SHAKEN,
        physicalMemory=0,
        platform="",
        processors=0,
        serviceAccount="S-1-5-20",
        synchronizationStatus=0,
        masterSiteAddress="",
        version=VERSION,
    )


def _add_recorder(configuration: Configuration, site: DemoSite, campus: Campus, host: str) -> None:
    guid = recorder_id(campus.key)
    made = item(
        "recordingServers",
        guid,
        f"Recorder {campus.name}",
        ("sites", site_id(site)),
        enabled=True,
        description="",
        synchronizationTime=-1,
        timeZoneName="Central Standard Time",
        hostName=host,
        portNumber=7563,
        webServerUri="",
        activeWebServerUri="",
        publicAccessEnabled=False,
        publicWebserverHostName="",
        publicWebserverPort=0,
        multicastServerAddress="0.0.0.0",  # noqa: S104  "none" in the server's words, nothing binds to it
        shutdownOnStorageFailure=False,
        version=VERSION,
        lastStatusHandshake=SHAKEN,
    )
    configuration.add("recordingServers", guid, made, campus.key)
    storage = derived("storages", campus.key)
    kept = item(
        "storages",
        storage,
        "Local default",
        ("recordingServers", guid),
        diskPath="D:\\MediaDatabase",
        maxSize=1_000_000,
        retainMinutes=43_200,
        isDefault=True,
        encryptionMethod="None",
    )
    configuration.add("storages", storage, kept, campus.key)


def _add_hardware(configuration: Configuration, site: DemoSite, host: str) -> None:
    names = {device.guid or device.id: (device.name, device.campus) for device in site.devices if device.guid}
    names |= {d.id: (d.name, d.campus) for d in site.devices if d.category == "intercom" and not d.guid}
    names |= {building.id: (f"{building.name} · relay", building.campus) for building in site.buildings}
    for number, (key, (name, campus)) in enumerate(names.items()):
        guid = hardware_of(key)
        made = item(
            "hardware",
            guid,
            f"{name} · hardware",
            ("recordingServers", recorder_id(campus)),
            enabled=True,
            description="",
            address=f"http://{host}/{number}/",
            userName="root",
            model="Network device",
            passwordLastModified=SHAKEN,
            hardwareDriverPath={"type": "hardwareDrivers", "id": DRIVER},
        )
        configuration.add("hardware", guid, made, campus)


def _add_licence(configuration: Configuration, cameras: int) -> None:
    guid = derived("licenseInformations", "demo")
    made = item("licenseInformations", guid, "Demo", slc="M01-C01-000-01-DEMO", sku="", careLevel="", careId="")
    configuration.add("licenseInformations", guid, made | {"activationAutomatic": True}, DISTRICT)
    overview = item("licenseOverviewAll", guid, "Hardware Device", activated=f"{cameras} out of {cameras}")
    configuration.add("licenseOverviewAll", guid, overview, DISTRICT)
    details = item("licenseDetails", guid, "Hardware Device", pluginId=guid, licenseType="Hardware Device", note="")
    counts = {"activated": str(cameras), "changesWithoutActivation": "0 out of 10", "inGrace": 0, "graceExpired": 0}
    configuration.add("licenseDetails", guid, details | counts | {"notLicensed": 0}, DISTRICT)
    product = item("licenseInstalledProducts", guid, "Demo", productDisplayName="Demo", slc=made["slc"])
    never = {"expirationDate": "Unrestricted", "carePlus": "N/A", "carePremium": "N/A"}
    configuration.add("licenseInstalledProducts", guid, product | never, DISTRICT)
