package workload

// keyScopes times keyWords are the keys; the order is that of their ranks.
var keyScopes = []string{"", "app.", "net:", "sec/", "ops-"}

var keyWords = []string{
	"env", "team", "commit", "tier", "service", "ticket", "region", "cost-center", "build",
	"arch", "project", "instance", "stage", "owner", "pipeline", "os", "application", "trace",
	"среда", "部署", "バッチ", "backup", "component", "artifact", "critical", "customer", "session",
	"gpu", "product", "run", "monitoring", "cluster", "image-digest", "compliance", "department",
	"change", "licence", "zone", "request", "lifecycle",
}

// lowWords are the values of keys that have five.
var lowWords = [][]string{
	{"prod", "staging", "test", "dev", "dr"},
	{"web", "api", "batch", "db", "cache"},
	{"eu-west", "us-east", "ap-south", "cn-north", "af-south"},
	{"x86_64", "arm64", "i386", "ppc64le", "s390x"},
	{"yes", "no", "unknown", "", "n/a"},
	{"bronze", "silver", "gold", "platinum", "trial"},
	{"生产", "测试", "开发", "预发", "容灾"},
	{"прод", "тест", "разработка", "архив", "песочница"},
	{"α", "β", "γ", "δ", "ε"},
	{"daily", "weekly", "monthly", "never", "hourly"},
	{"本番", "検証", "開発", "保守", "研修"},
}

// mediumWords are the stems of the values of keys that have two hundred.
var mediumWords = [][]string{
	{
		"atlas", "birch", "cobalt", "delta", "ember", "falcon", "garnet", "harbor", "indigo", "juniper",
		"kestrel", "lotus", "maple", "nimbus", "onyx", "pioneer", "quartz", "raven", "saffron", "tundra",
	},
	{
		"billing", "search", "checkout", "catalog", "identity", "payments", "shipping", "reports", "mail", "media",
		"ledger", "pricing", "orders", "profile", "chat", "alerts", "quota", "gateway", "audit", "export",
	},
	{
		"北京", "上海", "广州", "深圳", "杭州", "成都", "武汉", "西安", "南京", "苏州",
		"москва", "казань", "томск", "αθήνα", "πάτρα", "東京", "大阪", "京都", "دبي", "القاهرة",
	},
}

type family struct {
	name     string
	osType   string
	platform string
	versions []string
}

var families = []family{
	{"Ubuntu", "Linux", "Ubuntu", []string{"18.04", "20.04", "22.04", "24.04", "24.10"}},
	{"Debian", "Linux", "Debian", []string{"10.13", "11.9", "12.5", "13.0"}},
	{"CentOS", "Linux", "CentOS", []string{"7.6", "7.9", "8.2", "Stream-9"}},
	{"EulerOS", "Linux", "EulerOS", []string{"2.5", "2.8", "2.9", "2.10"}},
	{"Fedora", "Linux", "Fedora", []string{"38", "39", "40", "41"}},
	{"openSUSE", "Linux", "OpenSUSE", []string{"15.4", "15.5", "15.6"}},
	{"SLES", "Linux", "SUSE", []string{"12-SP5", "15-SP4", "15-SP5"}},
	{"RHEL", "Linux", "RedHat", []string{"7.9", "8.9", "9.3", "9.4"}},
	{"OracleLinux", "Linux", "Oracle Linux", []string{"7.9", "8.8", "9.2"}},
	{"AlmaLinux", "Linux", "Other", []string{"8.9", "9.3", "9.4"}},
	{"Fedora-CoreOS", "Linux", "CoreOS", []string{"39", "40"}},
	{"Windows-Server", "Windows", "Windows", []string{"2012R2", "2016", "2019", "2022"}},
	{"FreeBSD", "Other", "Other", []string{"13.2", "14.0"}},
}

type machine struct{ name, architecture, bits, firmware string }

var machines = []machine{
	{"amd64", "x86", "64", "bios"},
	{"x86_64", "x86", "64", "uefi"},
	{"arm64", "arm", "64", "uefi"},
	{"i386", "x86", "32", "bios"},
}

// editions are the middle of a name.
var editions = []string{
	"server", "minimal", "cloud-base", "desktop", "hardened", "gpu-cuda12", "k8s-node", "golden", "database",
	"web-frontend", "batch-worker", "ci-runner", "bastion", "edge-gateway", "sap-hana",
	"生产环境", "数据库服务器", "测试", "深度学习", "сервер", "рабочий-стол", "сборка", "διακομιστής", "βάση",
	"サーバー", "開発環境", "خادم", "قاعدة-بيانات",
}

// class is who made an image and who sees it.
type class struct {
	imageType, visibility string
	owners                struct{ first, n int }
}

var classes = []class{
	{"gold", "public", struct{ first, n int }{0, 4}},
	{"gold", "public", struct{ first, n int }{0, 4}},
	{"private", "private", struct{ first, n int }{4, 12}},
	{"private", "private", struct{ first, n int }{4, 12}},
	{"private", "private", struct{ first, n int }{4, 12}},
	{"shared", "shared", struct{ first, n int }{4, 12}},
	{"market", "public", struct{ first, n int }{2, 2}},
}

var owners = []string{
	"1bed856811654c1cb661a6ca845ebc77", "c98f4dd9a6a24ff2b1b9ba5fbd7cdfb1", "5f3e2d1c0b9a48f7a6e5d4c3b2a19080", "0a1b2c3d4e5f40718293a4b5c6d7e8f9",
	"6f6d0c0b1f3a4c5d8e9f0a1b2c3d4e5f", "f0e1d2c3b4a5462788990a1b2c3d4e5f", "2b7e151628aed2a6abf7158809cf4f3c", "9d0c1b2a3f4e45d6b7c8a9e0f1d2c3b4",
	"3c4d5e6f70814293a4b5c6d7e8f90a1b", "77e6d5c4b3a2491807f6e5d4c3b2a190", "a0b1c2d3e4f546179283a4b5c6d7e8f9", "e3d2c1b0a9f84e7d6c5b4a3928170605",
	"4e5f60718293a4b5c6d7e8f90a1b2c3d", "b4c3d2e1f0a948b7c6d5e4f3a2b19008", "81726354a5b6c7d8e9f00a1b2c3d4e5f", "d5c4b3a291804f7e6d5c4b3a29180706",
}

// Words that stand more than once are drawn more often.
var (
	statuses       = []string{"active", "active", "active", "active", "active", "active", "active", "active", "active", "active", "active", "active", "active", "active", "active", "active", "queued", "saving", "killed", "deleted"}
	memberStatuses = []string{"accepted", "accepted", "pending", "rejected"}
	diskFormats    = []string{"zvhd2", "zvhd2", "zvhd2", "vhd", "raw", "qcow2", "iso"}
	memories       = []int{0, 0, 0, 512, 1024, 2048, 4096}
	disks          = []int{1, 10, 20, 40, 40, 40, 60, 100, 200}

	enterpriseProjects = []string{"", "", "", "0", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "0f8fad5b-d9cb-469f-a165-70867728950e"}
)
